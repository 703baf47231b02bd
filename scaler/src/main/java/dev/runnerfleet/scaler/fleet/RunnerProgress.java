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
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.pool.Pool;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a batch of runner events makes of the runners.
 *
 * @param changed the runners that changed
 * @param pools the pools of those runners, and those that an event tells of, as they are now
 * @param stale how many of the events told nothing new, or are of runners that nobody knows
 */
public record RunnerProgress(Map<RunnerId, Runner> changed, Map<PoolName, Pool> pools, int stale) {

  /** The runners that the events tell of. */
  public static Set<RunnerId> runners(List<RunnerEvent> events) {
    Set<RunnerId> ids = new LinkedHashSet<>();
    for (RunnerEvent event : events) {
      runner(event).ifPresent(ids::add);
    }
    return ids;
  }

  /** The pools that the events tell of themselves. */
  public static Set<PoolName> pools(List<RunnerEvent> events) {
    Set<PoolName> names = new LinkedHashSet<>();
    for (RunnerEvent event : events) {
      pool(event).ifPresent(names::add);
    }
    return names;
  }

  public static RunnerProgress of(
      List<RunnerEvent> events, Map<RunnerId, Runner> before, Map<PoolName, Pool> poolsBefore) {
    Map<RunnerId, Runner> known = new HashMap<>(before);
    Map<RunnerId, Runner> changed = new HashMap<>();
    Map<PoolName, Pool> pools = new HashMap<>(poolsBefore);
    int stale = 0;
    for (RunnerEvent event : events) {
      Optional<PoolName> name = pool(event);
      if (name.isPresent()) {
        Pool pool = pools.get(name.get());
        Pool after = pool == null ? null : after(pool, event);
        stale += Objects.equals(pool, after) ? 1 : 0;
        pools.computeIfPresent(name.get(), (same, so) -> after(so, event));
        continue;
      }
      Runner runner = runner(event).map(known::get).orElse(null);
      Runner after = runner == null ? null : runner.after(event);
      if (runner == null || after == null || after.equals(runner)) {
        stale++;
        continue;
      }
      known.put(after.id(), after);
      changed.put(after.id(), after);
      if (!after.state().equals(runner.state())) {
        pools.computeIfPresent(after.pool(), (same, so) -> after(so, event));
      }
    }
    return new RunnerProgress(changed, pools, stale);
  }

  private static Optional<PoolName> pool(RunnerEvent event) {
    return switch (event) {
      case PoolPrepared prepared -> Optional.of(prepared.pool());
      case PoolStopped stopped -> Optional.of(stopped.pool());
      case RunnerLaunched _,
          LaunchFailed _,
          RunnerRegistered _,
          RunnerInterrupted _,
          RunnerDraining _,
          RunnerKept _,
          RunnerTerminated _,
          OrphanFound _ ->
          Optional.empty();
    };
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

  private static Pool after(Pool pool, RunnerEvent event) {
    return switch (event) {
      case LaunchFailed failed -> pool.with(pool.launches().after(failed));
      case RunnerLaunched _ -> pool.with(pool.launches().afterLaunch());
      case PoolPrepared prepared -> pool.after(prepared);
      case PoolStopped stopped -> pool.with(pool.launches().after(stopped));
      case RunnerRegistered _,
          RunnerInterrupted _,
          RunnerDraining _,
          RunnerKept _,
          RunnerTerminated _,
          OrphanFound _ ->
          pool;
    };
  }
}
