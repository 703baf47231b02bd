package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.scaler.core.FleetLimits;
import dev.runnerfleet.scaler.core.WholeFleet;
import dev.runnerfleet.scaler.core.budget.Spending;
import dev.runnerfleet.scaler.core.decision.HoldReason;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Requested;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Standing;
import dev.runnerfleet.scaler.core.pool.Pool;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All pools, by name. */
final class Desks {

  private final Map<String, Desk> byName = new TreeMap<>();
  private final Map<PoolName, Purse> purses = new HashMap<>();
  private final FleetLimits limits;

  Desks(Collection<Pool> pools, FleetLimits limits) {
    for (Pool pool : pools) {
      byName.put(pool.name().value(), new Desk(pool));
      purses.put(pool.name(), new Purse());
    }
    this.limits = limits;
  }

  Collection<Desk> all() {
    return byName.values();
  }

  Desk of(PoolName name) {
    Desk desk = byName.get(name.value());
    if (desk == null) {
      throw new IllegalStateException("No such pool: " + name);
    }
    return desk;
  }

  /** Those of the names, always in the same order. */
  List<Desk> of(Set<PoolName> names) {
    return byName.values().stream().filter(desk -> names.contains(desk.name())).toList();
  }

  List<Pool> pools() {
    return byName.values().stream().map(Desk::pool).toList();
  }

  /** Whether something limits all pools together. */
  boolean limited() {
    return limits.any();
  }

  boolean isFull(Pool pool) {
    return of(pool.name()).full();
  }

  Purse purse(PoolName name) {
    Purse purse = purses.get(name);
    if (purse == null) {
      throw new IllegalStateException("No such pool: " + name);
    }
    return purse;
  }

  /** The pool's spending, where it or the fleet has a budget. */
  Spending spending(Desk desk, Instant now) {
    boolean none =
        desk.pool().spec().budget().equals(Budget.NONE) && limits.budget().equals(Budget.NONE);
    return none ? Spending.NOTHING : purse(desk.name()).at(now, id -> isServing(desk.member(id)));
  }

  WholeFleet whole(Instant now) {
    if (!limits.any()) {
      return WholeFleet.UNLIMITED;
    }
    int runners = 0;
    int standing = 0;
    Spending spending = Spending.NOTHING;
    boolean pressed = false;
    boolean money = !limits.budget().equals(Budget.NONE);
    for (Desk desk : all()) {
      runners += desk.fleet().size();
      standing +=
          desk.fleet().members().stream()
              .mapToInt(member -> isServing(member) ? member.runners() : 0)
              .sum();
      spending = spending.plus(spending(desk, now));
      pressed |= desk.held().contains(HoldReason.AT_FLEET_MAX_RUNNERS);
      pressed |= money && desk.held().contains(HoldReason.HELD_BY_BUDGET);
    }
    return new WholeFleet(limits, runners, standing, spending, pressed);
  }

  private static boolean isServing(@org.jspecify.annotations.Nullable Member member) {
    return member != null
        && member.state() instanceof Standing standing
        && !(standing instanceof Requested requested && requested.recalled());
  }
}
