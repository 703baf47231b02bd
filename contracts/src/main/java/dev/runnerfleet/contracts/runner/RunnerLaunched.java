package dev.runnerfleet.contracts.runner;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.Usd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * EC2 gave the runner its machine, which boots from now on.
 *
 * @param hourlyPrice what the machine costs an hour at the time of the launch
 * @param image the AMI id that it runs
 * @param calledAt when CreateFleet was called
 */
public record RunnerLaunched(
    RunnerId runner,
    PoolName pool,
    InstanceId instance,
    String region,
    Offering offering,
    Usd hourlyPrice,
    int poolRevision,
    @Nullable String image,
    Instant calledAt,
    Instant at)
    implements RunnerEvent {

  @Override
  public String key() {
    return runner.toString();
  }
}
