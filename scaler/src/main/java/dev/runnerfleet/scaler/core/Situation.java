package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.Market.Spot;
import dev.runnerfleet.contracts.runner.Offering.Market;
import dev.runnerfleet.scaler.core.budget.PlannedSpend;
import dev.runnerfleet.scaler.core.budget.Spending;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.Purchase;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Busy;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Idle;
import dev.runnerfleet.scaler.core.pool.Drift;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.queue.Asked;
import dev.runnerfleet.scaler.core.queue.Queue;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a decision is made from.
 *
 * @param jobs the queue's, by market
 * @param ready slots that a job could start on at once
 * @param coming slots of machines ordered or booting
 * @param price what the next machine costs an hour: as prepared, else the dearest of the pool's
 *     own; null where nobody has said so yet
 */
record Situation(
    Queue queue,
    ByMarket jobs,
    Fleet fleet,
    ByMarket ready,
    ByMarket coming,
    Pool pool,
    Capacity capacity,
    Spending spending,
    WholeFleet whole,
    @Nullable Usd price,
    Instant now) {

  static Situation of(
      Queue waiting, Fleet fleet, Pool pool, Spending spending, WholeFleet whole, Instant now) {
    Queue queue = Asked.gives(pool.spec(), Market.ON_DEMAND) ? waiting : waiting.withoutOnDemand();
    Capacity capacity = pool.capacity(now);
    ByMarket ready = ByMarket.NONE;
    ByMarket coming = ByMarket.NONE;
    for (Member member : fleet.members()) {
      int free = free(member, capacity) * member.runners();
      ready = ready.plus(market(member, pool), free);
    }
    for (List<Member> onTheirWay : List.of(fleet.requested(), fleet.booting())) {
      for (Member member : onTheirWay) {
        coming = coming.plus(market(member, pool), capacity.slotsPerRunner());
      }
    }
    return new Situation(
        queue,
        ByMarket.of(queue),
        fleet,
        ready,
        coming,
        pool,
        capacity,
        spending,
        whole,
        price(pool, fleet),
        now);
  }

  /** No machine is wanted at all, whatever is queued. */
  boolean closed() {
    return pool.paused() || pool.closed() || capacity.maxRunners() == 0;
  }

  int slots() {
    return capacity.slotsPerRunner();
  }

  int queued() {
    return jobs.total();
  }

  /**
   * The warm buffer in slots: as given, or by a factor of the slots in use between its bounds;
   * never more than the pool may have, as where a schedule or an override lowers max runners alone.
   */
  int buffer() {
    return Math.toIntExact(Math.min(wantedBuffer(), (long) capacity.maxRunners() * slots()));
  }

  private int wantedBuffer() {
    if (capacity.idleScaleFactor() == 0) {
      return capacity.idle();
    }
    double byFactor = Math.ceil(capacity.idleScaleFactor() * fleet.runningJobs());
    double most = capacity.idleMax() == 0 ? Integer.MAX_VALUE : capacity.idleMax();
    return (int) Math.max(capacity.idle(), Math.min(byFactor, most));
  }

  /** How many runners an override keeps at least. */
  int least() {
    return pool.overrideAt(now)
        .map(word -> Math.min(word.runners(), capacity.maxRunners()))
        .orElse(0);
  }

  /** Machines ordered or booting: what max growth limits. */
  int onTheirWay() {
    return fleet.requested().size() + fleet.booting().size();
  }

  /** Runners that are neither on their way out nor recalled. */
  int standing() {
    return onTheirWay() + fleet.idle().size() + fleet.busy();
  }

  /** How a member's machine is bought, or will be for sure; null where that is open. */
  @Nullable Market market(Member member) {
    return market(member, pool);
  }

  /** What a member costs an hour; where it is not launched yet, what it is expected to. */
  Optional<Usd> price(Member member) {
    Purchase purchase = member.runner().purchase();
    return Optional.ofNullable(purchase == null ? price : purchase.hourlyPrice());
  }

  boolean isWorn(Member member) {
    return isWorn(member, capacity);
  }

  Decision.Inputs inputs() {
    return new Decision.Inputs(
        queued(),
        jobs.spot(),
        jobs.onDemand(),
        ByMarket.arrived(queue).total(),
        fleet.runningJobs(),
        fleet.requested().size(),
        fleet.recalled(),
        fleet.booting().size(),
        fleet.idle().size(),
        fleet.busy(),
        fleet.size() - standing() - fleet.recalled(),
        drifted(),
        slots(),
        capacity.maxRunners(),
        least(),
        buffer(),
        capacity.idleTime(),
        whole.runners(),
        price,
        PlannedSpend.of(spending, now),
        whole.limits().budget().equals(Budget.NONE)
            ? null
            : PlannedSpend.of(whole.spending(), now));
  }

  private int drifted() {
    return fleet.members().stream()
        .mapToInt(member -> Drift.of(member.runner(), pool) ? member.runners() : 0)
        .sum();
  }

  private static @Nullable Market market(Member member, Pool pool) {
    Market known = member.runner().market();
    if (known != null) {
      return known;
    }
    if (pool.spec().market().spot() == Spot.NEVER) {
      return Market.ON_DEMAND;
    }
    boolean spotOnly =
        pool.spec().market().spot() == Spot.ONLY && pool.spec().market().onDemandBase() == 0;
    return spotOnly ? Market.SPOT : null;
  }

  // A runner past its last job takes no more: it goes once its running ones are done.
  private static int free(Member member, Capacity capacity) {
    int running =
        switch (member.state()) {
          case Idle _ -> 0;
          case Busy busy -> isWorn(member, capacity) ? capacity.slotsPerRunner() : busy.jobs();
          default -> capacity.slotsPerRunner();
        };
    return Math.max(0, capacity.slotsPerRunner() - running);
  }

  private static boolean isWorn(Member member, Capacity capacity) {
    int most = capacity.maxJobsPerRunner();
    return most > 0 && member.work().taken() >= most;
  }

  private static @Nullable Usd price(Pool pool, Fleet fleet) {
    if (pool.price() != null) {
      return pool.price();
    }
    return fleet.members().stream()
        .map(member -> member.runner().purchase())
        .filter(Objects::nonNull)
        .map(Purchase::hourlyPrice)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }
}
