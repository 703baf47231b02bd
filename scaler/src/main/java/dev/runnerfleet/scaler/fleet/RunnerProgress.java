package dev.runnerfleet.scaler.fleet;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
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
import dev.runnerfleet.scaler.core.LaunchHealth;
import dev.runnerfleet.scaler.core.fleet.Runner;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a batch of runner events makes of the runners.
 *
 * @param changed the runners that changed
 * @param health how the launches of each pool fare now
 * @param stale how many of the events told nothing new, or are of runners that nobody knows
 */
public record RunnerProgress(
    Map<RunnerId, Runner> changed, Map<PoolName, LaunchHealth> health, int stale) {

  /** The runners that the events tell of. */
  public static Set<RunnerId> runners(List<RunnerEvent> events) {
    Set<RunnerId> ids = new LinkedHashSet<>();
    for (RunnerEvent event : events) {
      runner(event).ifPresent(ids::add);
    }
    return ids;
  }

  public static RunnerProgress of(
      List<RunnerEvent> events,
      Map<RunnerId, Runner> before,
      Map<PoolName, LaunchHealth> healthBefore) {
    Map<RunnerId, Runner> known = new HashMap<>(before);
    Map<RunnerId, Runner> changed = new HashMap<>();
    Map<PoolName, LaunchHealth> health = new HashMap<>(healthBefore);
    int stale = 0;
    for (RunnerEvent event : events) {
      Runner runner = runner(event).map(known::get).orElse(null);
      Runner after = runner == null ? null : runner.after(event);
      if (runner == null || after == null || after.equals(runner)) {
        stale++;
        continue;
      }
      known.put(after.id(), after);
      changed.put(after.id(), after);
      if (!after.state().equals(runner.state())) {
        health.computeIfPresent(after.pool(), (pool, so) -> after(so, event));
      }
    }
    return new RunnerProgress(changed, health, stale);
  }

  private static Optional<RunnerId> runner(RunnerEvent event) {
    return switch (event) {
      case RunnerLaunched e -> Optional.of(e.runner());
      case LaunchFailed e -> Optional.of(e.runner());
      case RunnerRegistered e -> Optional.of(e.runner());
      case RunnerInterrupted e -> Optional.of(e.runner());
      case RunnerDraining e -> Optional.of(e.runner());
      case RunnerKept e -> Optional.of(e.runner());
      case RunnerTerminated e -> Optional.of(e.runner());
      case OrphanFound _, PoolPrepared _, PoolStopped _ -> Optional.empty();
    };
  }

  private static LaunchHealth after(LaunchHealth health, RunnerEvent event) {
    if (event instanceof LaunchFailed failed) {
      return health.after(failed);
    }
    return event instanceof RunnerLaunched ? health.afterLaunch() : health;
  }
}
