package dev.runnerfleet.provisioner.pool;

import dev.runnerfleet.provisioner.core.pool.BootBreaker;
import dev.runnerfleet.provisioner.core.pool.Misconfiguration;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pool as the provisioner launches it, as shown to people.
 *
 * @param instanceTypes what is asked for; cheapest first where picked by what the pool needs
 * @param image the AMI that its image stood for when last looked
 * @param hourlyPrice what the next machine is expected to cost, in USD an hour
 * @param failedBoots machines in a row that booted and never enrolled
 * @param stop why nothing is launched; none where something is
 */
record PoolView(
    String name,
    int revision,
    String region,
    @Nullable String template,
    @Nullable String templateVersion,
    List<String> instanceTypes,
    List<String> subnets,
    @Nullable String image,
    @Nullable BigDecimal hourlyPrice,
    int failedBoots,
    @Nullable Stop stop) {

  /**
   * Why launches are stopped.
   *
   * @param probeAt from when on one machine is tried; none while one is, or none will be
   * @param probe the runner whose machine is tried now
   */
  record Stop(String reason, String detail, @Nullable Instant probeAt, @Nullable String probe) {}

  static PoolView of(PoolRow row) {
    Pool pool = row.toDomain();
    return new PoolView(
        row.name,
        row.revision,
        row.region,
        row.templateName,
        row.templateVersion,
        pool.instanceTypes(),
        pool.spec().machine().subnets(),
        row.image,
        row.hourlyPrice,
        row.bootFailures,
        stop(row));
  }

  private static @Nullable Stop stop(PoolRow row) {
    String problem = row.problem;
    if (problem != null) {
      return new Stop("BAD_CONFIGURATION", Misconfiguration.detail(problem), row.lookAgainAt, null);
    }
    String never = "Machines boot and never enrol";
    return switch (row.boots()) {
      case BootBreaker.Closed closed -> null;
      case BootBreaker.Open open -> new Stop("NEVER_ENROLS", never, open.probeAt(), null);
      case BootBreaker.HalfOpen half -> new Stop("NEVER_ENROLS", never, null, half.probe().value());
    };
  }
}
