package dev.runnerfleet.provisioner.runner;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.OrphanFound;
import dev.runnerfleet.contracts.runner.PoolPrepared;
import dev.runnerfleet.contracts.runner.PoolStopped;
import dev.runnerfleet.contracts.runner.RunnerDraining;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.contracts.runner.RunnerKept;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
import dev.runnerfleet.provisioner.core.pool.BootOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What some events tell of boots, pool revision by pool revision, in their order. */
final class Boots {

  /** In one order everywhere, so that two replicas never wait for each other's pools. */
  private final Map<String, OfRevision> byRevision = new TreeMap<>();

  record OfRevision(PoolName pool, int revision, List<BootOutcome> outcomes) {}

  /** The runner that an event tells something of its boot of. */
  static Optional<RunnerId> runner(RunnerEvent event) {
    return switch (event) {
      case RunnerRegistered registered -> Optional.of(registered.runner());
      case RunnerTerminated terminated -> Optional.of(terminated.runner());
      case LaunchFailed failed -> Optional.of(failed.runner());
      case RunnerLaunched launched -> Optional.empty();
      case RunnerInterrupted interrupted -> Optional.empty();
      case RunnerDraining draining -> Optional.empty();
      case RunnerKept kept -> Optional.empty();
      case OrphanFound found -> Optional.empty();
      case PoolPrepared prepared -> Optional.empty();
      case PoolStopped stopped -> Optional.empty();
    };
  }

  void add(RunnerEvent event, RunnerRow row) {
    outcome(event, row)
        .ifPresent(
            outcome ->
                byRevision
                    .computeIfAbsent(
                        row.pool + "@" + row.poolRevision,
                        key -> new OfRevision(row.poolName(), row.poolRevision, new ArrayList<>()))
                    .outcomes()
                    .add(outcome));
  }

  Iterable<OfRevision> byRevision() {
    return byRevision.values();
  }

  /** A machine's end tells of its boot once, and only where it had not enrolled. */
  private static Optional<BootOutcome> outcome(RunnerEvent event, RunnerRow row) {
    if (event instanceof RunnerRegistered) {
      return Optional.of(new BootOutcome.Enrolled(row.runnerId()));
    }
    if (event instanceof RunnerTerminated terminated) {
      if (row.closedAt != null || row.registeredAt != null) {
        return Optional.empty();
      }
      return Optional.of(
          terminated.cause() == RetirementReason.NEVER_REGISTERED
              ? new BootOutcome.NeverEnrolled(row.runnerId())
              : new BootOutcome.Lost(row.runnerId()));
    }
    return Optional.of(new BootOutcome.Lost(row.runnerId()));
  }
}
