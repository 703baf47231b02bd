package dev.runnerfleet.provisioner.runner;

import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.runner.Offering;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A runner, as shown to people. */
record RunnerView(
    String id,
    String pool,
    int poolRevision,
    LaunchRunner.Purpose purpose,
    RunnerState state,
    Instant decidedAt,
    int tries,
    @Nullable String launch,
    @Nullable Instant calledAt,
    @Nullable Instant launchedAt,
    @Nullable String instance,
    @Nullable String instanceType,
    @Nullable String zone,
    Offering.@Nullable Market market,
    @Nullable BigDecimal hourlyPrice,
    @Nullable String image,
    @Nullable Long gitlabRunner,
    @Nullable Instant registeredAt,
    @Nullable Instant closedAt,
    @Nullable String failure,
    @Nullable String detail) {

  static RunnerView of(RunnerRow row) {
    return new RunnerView(
        row.id,
        row.pool,
        row.poolRevision,
        row.purpose,
        row.state,
        row.decidedAt,
        row.tries,
        row.launch,
        row.calledAt,
        row.launchedAt,
        row.instance,
        row.instanceType,
        row.zone,
        row.market,
        row.hourlyPrice,
        row.image,
        row.gitlabRunner,
        row.registeredAt,
        row.closedAt,
        row.failure,
        row.detail);
  }
}
