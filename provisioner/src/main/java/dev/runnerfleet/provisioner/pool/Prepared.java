package dev.runnerfleet.provisioner.pool;

import dev.runnerfleet.contracts.Usd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pool revision is launched with.
 *
 * @param instanceTypes cheapest first where they were picked by need
 * @param image the AMI that its image stands for; none where AWS does not say
 * @param hourlyPrice what the next machine is expected to cost an hour; zero where nobody knows
 */
public record Prepared(
    Pool.Template template, List<String> instanceTypes, @Nullable String image, Usd hourlyPrice) {
  public Prepared {
    instanceTypes = List.copyOf(instanceTypes);
  }
}
