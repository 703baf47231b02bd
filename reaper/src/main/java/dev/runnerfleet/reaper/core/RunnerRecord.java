package dev.runnerfleet.reaper.core;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A machine as far as the fleet's events have told of it, in whatever order they came.
 *
 * @param registeredAt when its present GitLab runner was made
 * @param closedAt when it was known to be gone, or never to come
 */
public record RunnerRecord(
    RunnerId runner,
    PoolName pool,
    Machine machine,
    @Nullable Instant registeredAt,
    @Nullable Instant closedAt) {

  public static RunnerRecord unknown(RunnerId runner, PoolName pool) {
    return new RunnerRecord(runner, pool, Machine.UNKNOWN, null, null);
  }

  public RunnerRecord launched(RunnerLaunched event) {
    Machine launched =
        new Machine(event.instance(), event.region(), machine.gitLabRunner(), event.at());
    return new RunnerRecord(runner, pool, launched, registeredAt, closedAt);
  }

  /** A registration older than the present one tells nothing new. */
  public RunnerRecord registered(RunnerRegistered event) {
    if (registeredAt != null && !event.at().isAfter(registeredAt)) {
      return this;
    }
    Machine registered =
        new Machine(event.instance(), machine.region(), event.gitLabRunner(), machine.launchedAt());
    return new RunnerRecord(runner, pool, registered, event.at(), closedAt);
  }

  public RunnerRecord with(Machine known) {
    return new RunnerRecord(runner, pool, known, registeredAt, closedAt);
  }

  public RunnerRecord closed(Instant at) {
    return closedAt != null ? this : new RunnerRecord(runner, pool, machine, registeredAt, at);
  }

  public boolean open() {
    return closedAt == null;
  }
}
