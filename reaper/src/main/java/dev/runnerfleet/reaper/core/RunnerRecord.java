package dev.runnerfleet.reaper.core;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A machine as far as the fleet's events have told of it, in whatever order they came.
 *
 * @param offering what it was bought as; none until its launch is heard of
 * @param registeredAt when its present GitLab runner was made
 * @param closedAt when it was known to be gone, or never to come
 */
public record RunnerRecord(
    RunnerId runner,
    PoolName pool,
    Machine machine,
    @Nullable Offering offering,
    @Nullable Instant registeredAt,
    @Nullable Instant closedAt) {

  public static RunnerRecord unknown(RunnerId runner, PoolName pool) {
    return new RunnerRecord(runner, pool, Machine.UNKNOWN, null, null, null);
  }

  public RunnerRecord launched(RunnerLaunched event) {
    Machine launched =
        new Machine(event.instance(), event.region(), machine.gitLabRunner(), event.at());
    return new RunnerRecord(runner, pool, launched, event.offering(), registeredAt, closedAt);
  }

  /** A registration older than the present one tells nothing new. */
  public RunnerRecord registered(RunnerRegistered event) {
    if (registeredAt != null && !event.at().isAfter(registeredAt)) {
      return this;
    }
    Machine registered =
        new Machine(event.instance(), machine.region(), event.gitLabRunner(), machine.launchedAt());
    return new RunnerRecord(runner, pool, registered, offering, event.at(), closedAt);
  }

  public RunnerRecord with(Machine known) {
    return new RunnerRecord(runner, pool, known, offering, registeredAt, closedAt);
  }

  public RunnerRecord closed(Instant at) {
    return closedAt != null
        ? this
        : new RunnerRecord(runner, pool, machine, offering, registeredAt, at);
  }

  public boolean open() {
    return closedAt == null;
  }
}
