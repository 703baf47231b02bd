package dev.runnerfleet.scaler.decisions;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.scaler.core.FleetLimits;
import dev.runnerfleet.scaler.core.WholeFleet;
import dev.runnerfleet.scaler.core.budget.Spending;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.queue.Job;
import dev.runnerfleet.scaler.core.queue.Queue;
import dev.runnerfleet.scaler.fleet.RunnerStore;
import dev.runnerfleet.scaler.fleet.SpendingStore;
import dev.runnerfleet.scaler.fleet.WholeFleetStore;
import dev.runnerfleet.scaler.pools.FleetStore;
import dev.runnerfleet.scaler.pools.KeptFleet;
import dev.runnerfleet.scaler.pools.KeptPool;
import dev.runnerfleet.scaler.pools.PoolStore;
import dev.runnerfleet.scaler.queue.JobStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at what decisions are made from, a few queries for however many pools. Nothing is kept
 * between two looks, so that any number of replicas see the same.
 */
@ApplicationScoped
class Sight {

  // Taken after the pools' locks, so that nobody waits in a circle.
  private static final long TURN = 0x7475726eL;

  private final JobStore jobs;
  private final RunnerStore runners;
  private final PoolStore pools;
  private final SpendingStore spending;
  private final FleetStore fleet;
  private final WholeFleetStore wholeFleet;

  Sight(
      JobStore jobs,
      RunnerStore runners,
      PoolStore pools,
      SpendingStore spending,
      FleetStore fleet,
      WholeFleetStore wholeFleet) {
    this.jobs = jobs;
    this.runners = runners;
    this.pools = pools;
    this.spending = spending;
    this.fleet = fleet;
    this.wholeFleet = wholeFleet;
  }

  /** Without a lock: what is seen may be over before it is acted on. */
  Uni<Seen> glance(Collection<Pool> pools, Instant now) {
    return limits().chain(fleet -> look(pools, pools, fleet, now));
  }

  /**
   * For the pools that the caller has locked. Where something limits all pools together, the look
   * and what follows from it wait for their turn.
   */
  Uni<Seen> look(Collection<Pool> pools, Instant now) {
    return limits()
        .call(fleet -> fleet.any() ? takeTurn() : Uni.createFrom().voidItem())
        .chain(fleet -> look(pools, budgeted(pools), fleet, now));
  }

  private static List<Pool> budgeted(Collection<Pool> pools) {
    return pools.stream().filter(pool -> !pool.spec().budget().equals(Budget.NONE)).toList();
  }

  private Uni<FleetLimits> limits() {
    return fleet.get().map(KeptFleet::limits);
  }

  private static Uni<Void> takeTurn() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery("select 1 from pg_advisory_xact_lock(:key)", Integer.class)
                    .setParameter("key", TURN)
                    .getSingleResult())
        .replaceWithVoid();
  }

  private Uni<Seen> look(
      Collection<Pool> pools, Collection<Pool> priced, FleetLimits fleet, Instant now) {
    List<PoolName> names = pools.stream().map(Pool::name).toList();
    return jobs.queues(names)
        .chain(
            queues ->
                runners
                    .fleets(names)
                    .chain(
                        fleets ->
                            spendings(priced, fleet, now)
                                .chain(
                                    spent ->
                                        wholeFleet
                                            .of(fleet, sum(spent))
                                            .map(
                                                whole -> new Seen(queues, fleets, spent, whole)))));
  }

  private Uni<Map<PoolName, Spending>> spendings(
      Collection<Pool> pools, FleetLimits fleet, Instant now) {
    if (!fleet.budget().equals(Budget.NONE)) {
      return this.pools
          .all()
          .chain(all -> spending.of(all.stream().map(Sight::name).toList(), now));
    }
    return spending.of(pools.stream().map(Pool::name).toList(), now);
  }

  private static PoolName name(KeptPool kept) {
    return kept.pool().name();
  }

  private static Spending sum(Map<PoolName, Spending> spendings) {
    return spendings.values().stream().reduce(Spending.NOTHING, Spending::plus);
  }

  /**
   * What there is to decide from.
   *
   * @param spendings of pools that have a budget at least, of all where all together have one
   */
  record Seen(
      Map<PoolName, Queue> queues,
      Map<PoolName, Fleet> fleets,
      Map<PoolName, Spending> spendings,
      WholeFleet whole) {

    /** The same, of whose queued jobs these are new to their pools. */
    Seen with(Map<PoolName, List<Job>> arrivals) {
      Map<PoolName, Queue> all = new HashMap<>(queues);
      arrivals.forEach(
          (pool, jobs) -> all.computeIfPresent(pool, (name, queue) -> queue.arriving(jobs)));
      return new Seen(all, fleets, spendings, whole);
    }

    Queue queue(Pool pool) {
      return queues.getOrDefault(pool.name(), Queue.EMPTY);
    }

    Fleet fleet(Pool pool) {
      return fleets.getOrDefault(pool.name(), Fleet.EMPTY);
    }

    Spending spending(Pool pool) {
      return spendings.getOrDefault(pool.name(), Spending.NOTHING);
    }
  }
}
