package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.scaler.core.budget.PlannedSpend;
import dev.runnerfleet.scaler.core.budget.Spending;
import dev.runnerfleet.scaler.core.decision.HoldReason;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.pool.CapacityOverride;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many machines more the limits and budgets allow, or how many fewer they want. */
final class Limits {

  private final Situation situation;

  Limits(Situation situation) {
    this.situation = situation;
  }

  /** The limit that allows the fewest machines more; of equal ones the pool's own goes first. */
  Limit tightest() {
    List<Limit> all = new ArrayList<>(counts());
    all.add(growth());
    situation
        .pool()
        .launches()
        .stop(situation.pool().spec().revision())
        .ifPresent(
            stop -> all.add(new Limit(stop.hold(), 1 - situation.onTheirWay(), stop.detail())));
    all.add(budget(situation.spending(), situation.pool().spec().budget(), "The pool"));
    all.add(budget(situation.whole().spending(), situation.whole().limits().budget(), "The fleet"));
    return all.stream().min(Comparator.comparingInt(Limit::room)).orElseThrow();
  }

  /** Whether no machine can be ordered before another is gone. */
  boolean full() {
    Limit tightest = tightest();
    return tightest.room() <= 0 && tightest.reason() != HoldReason.AT_MAX_GROWTH;
  }

  /** The first of those that may go, as many as limits and budgets want gone. */
  List<Member> excess(List<Member> mayGo) {
    int over =
        Math.max(
            situation.standing() - situation.capacity().maxRunners(),
            situation.whole().limits().maxRunners() == 0
                ? 0
                : situation.whole().standing() - situation.whole().limits().maxRunners());
    List<Member> going = new ArrayList<>();
    Spending pool = situation.spending();
    Spending fleet = situation.whole().spending();
    for (Member member : mayGo) {
      Optional<Usd> price = situation.price(member).filter(usd -> usd.amount().signum() > 0);
      if (going.size() >= over && (price.isEmpty() || within(pool, fleet))) {
        continue;
      }
      going.add(member);
      if (price.isPresent()) {
        pool = pool.withRateChangedBy(price.get().amount().negate());
        fleet = fleet.withRateChangedBy(price.get().amount().negate());
      }
    }
    return going;
  }

  private boolean within(Spending pool, Spending fleet) {
    return PlannedSpend.of(pool, situation.now()).within(situation.pool().spec().budget())
        && PlannedSpend.of(fleet, situation.now()).within(situation.whole().limits().budget());
  }

  private List<Limit> counts() {
    List<Limit> limits = new ArrayList<>();
    int max = situation.capacity().maxRunners();
    Optional<CapacityOverride> override =
        situation
            .pool()
            .overrideAt(situation.now())
            .filter(word -> word.kind() == CapacityOverride.Kind.DESIRED && word.runners() == max);
    limits.add(
        new Limit(
            override.isPresent() ? HoldReason.AT_OVERRIDE : HoldReason.AT_MAX_RUNNERS,
            max - situation.fleet().size(),
            override.map(word -> "until " + word.until()).orElse("")));
    int fleetMax = situation.whole().limits().maxRunners();
    if (fleetMax > 0) {
      limits.add(
          new Limit(
              HoldReason.AT_FLEET_MAX_RUNNERS,
              fleetMax - situation.whole().runners(),
              "%d of %d".formatted(situation.whole().runners(), fleetMax)));
    }
    return limits;
  }

  private Limit growth() {
    int most = situation.capacity().maxGrowth();
    return new Limit(
        HoldReason.AT_MAX_GROWTH,
        most == 0 ? Integer.MAX_VALUE : most - situation.onTheirWay(),
        "");
  }

  // What cannot be priced cannot be planned: it waits for the provisioner's word, which comes with
  // the pool's preparation.
  private Limit budget(Spending spending, Budget budget, String whose) {
    if (budget.equals(Budget.NONE)) {
      return new Limit(HoldReason.HELD_BY_BUDGET, Integer.MAX_VALUE, "");
    }
    Usd price = situation.price();
    if (price == null) {
      return new Limit(
          HoldReason.HELD_BY_BUDGET,
          0,
          "What a machine costs is not known yet: the provisioner has not prepared the pool");
    }
    PlannedSpend planned = PlannedSpend.of(spending, situation.now());
    return new Limit(
        HoldReason.HELD_BY_BUDGET,
        PlannedSpend.room(spending, budget, price, situation.now()),
        "%s plans %s USD this hour%s and %s USD this day%s; a machine costs %s USD an hour"
            .formatted(
                whose,
                planned.hour(),
                of(budget.perHour()),
                planned.day(),
                of(budget.perDay()),
                price));
  }

  private static String of(@Nullable Usd most) {
    return most == null ? "" : " of " + most;
  }

  /**
   * How many machines more one limit allows; less than none where it is passed already.
   *
   * @param detail the figures, for people
   */
  record Limit(HoldReason reason, int room, String detail) {}
}
