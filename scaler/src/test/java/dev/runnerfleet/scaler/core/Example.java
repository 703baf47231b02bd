package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.LookAhead;
import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.pool.Match;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import dev.runnerfleet.contracts.pool.Schedule;
import dev.runnerfleet.scaler.core.budget.Spending;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.pool.LaunchHealth;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.pool.Preparation;
import dev.runnerfleet.scaler.core.queue.Queue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Pools to decide about. */
public final class Example {

  public static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

  private Example() {}

  /** So many jobs of one project that any machine will do for. */
  public static Queue queue(int jobs) {
    return new Queue(
        List.of(new Queue.Share(new ProjectId(7), null, jobs)), jobs == 0 ? null : NOW);
  }

  /** The same, to which so many of them are new. */
  public static Queue queue(int jobs, int arrived) {
    Queue queue = queue(jobs);
    return new Queue(queue.shares(), queue.oldest(), queue(arrived).shares());
  }

  /** A decision about a pool that has no budget, in a fleet without limits. */
  public static Decision decide(Queue queue, Fleet fleet, Pool pool, Instant now) {
    return ScalingPolicy.decide(queue, fleet, pool, Spending.NOTHING, WholeFleet.UNLIMITED, now);
  }

  public static Capacity capacity(int slots, int max, int idle, int growth) {
    return new Capacity(slots, max, idle, Duration.ofMinutes(30), 0, growth, Duration.ZERO);
  }

  public static Pool pool(Capacity capacity) {
    return new Pool(spec("linux", capacity), false, false, LaunchHealth.GOOD);
  }

  /** A pool that buys its machines so. */
  static Pool pool(Capacity capacity, Market market) {
    PoolSpec spec = spec("linux", capacity);
    PoolSpec bought =
        new PoolSpec(
            spec.name(),
            1,
            spec.region(),
            spec.gitlab(),
            spec.match(),
            spec.machine(),
            market,
            capacity,
            List.of(),
            Budget.NONE,
            false,
            spec.lookAhead());
    return new Pool(bought, false, false, LaunchHealth.GOOD);
  }

  /** A pool with a budget, whose next machine costs so much an hour. */
  public static Pool pool(Capacity capacity, Budget budget, String price) {
    PoolSpec spec = spec("linux", capacity);
    PoolSpec budgeted =
        new PoolSpec(
            spec.name(),
            1,
            spec.region(),
            spec.gitlab(),
            spec.match(),
            spec.machine(),
            spec.market(),
            capacity,
            List.of(),
            budget,
            false,
            spec.lookAhead());
    return new Pool(
        budgeted,
        false,
        false,
        LaunchHealth.GOOD,
        1,
        null,
        new Preparation(1, null, Usd.of(price), NOW));
  }

  public static PoolSpec spec(String name, Capacity capacity, Schedule... schedules) {
    return spec(name, Set.of("linux"), capacity, schedules);
  }

  public static PoolSpec spec(
      String name, Set<String> tags, Capacity capacity, Schedule... schedules) {
    return new PoolSpec(
        new PoolName(name),
        1,
        "us-east-1",
        new RegistrationScope(RegistrationScope.Kind.INSTANCE, null),
        new Match(tags, false, false),
        new Machine(
            Machine.Executor.DOCKER,
            "ami-1",
            List.of("m7i.large"),
            List.of("subnet-0a"),
            List.of(),
            null,
            50),
        new Market(Market.Spot.PREFERRED, true),
        capacity,
        List.of(schedules),
        Budget.NONE,
        false,
        LookAhead.AUTO);
  }
}
