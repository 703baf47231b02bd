package dev.runnerfleet.scaler.fleet;

import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.scaler.core.FleetLimits;
import dev.runnerfleet.scaler.core.WholeFleet;
import dev.runnerfleet.scaler.core.budget.Spending;
import dev.runnerfleet.scaler.core.decision.HoldReason;
import dev.runnerfleet.scaler.pools.Held;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** All pools together, as their rows have them. */
@ApplicationScoped
public class WholeFleetStore {

  /**
   * Counts them, where limits make it matter.
   *
   * @param spending of all pools, where the limits are of money
   */
  public Uni<WholeFleet> of(FleetLimits limits, Spending spending) {
    return limits.any()
        ? count().chain(counts -> pressed(limits).map(is -> whole(limits, counts, spending, is)))
        : Uni.createFrom().item(WholeFleet.UNLIMITED);
  }

  private static Uni<Object[]> count() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "select count(*), coalesce(sum(case when state in"
                            + " ('REQUESTED', 'BOOTING', 'REGISTERED') then 1 else 0 end), 0)"
                            + " from RunnerRow where "
                            + RunnerRow.LIVE,
                        Object[].class)
                    .getSingleResult());
  }

  private static Uni<Boolean> pressed(FleetLimits limits) {
    boolean money = !limits.budget().equals(Budget.NONE);
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "select count(*) from PoolRow where held like :count"
                            + " or (:money = true and held like :budget)",
                        Long.class)
                    .setParameter("count", Held.pattern(HoldReason.AT_FLEET_MAX_RUNNERS))
                    .setParameter("money", money)
                    .setParameter("budget", Held.pattern(HoldReason.HELD_BY_BUDGET))
                    .getSingleResult())
        .map(pools -> pools > 0);
  }

  private static WholeFleet whole(
      FleetLimits limits, Object[] counts, Spending spending, boolean pressed) {
    return new WholeFleet(
        limits,
        Math.toIntExact(((Number) counts[0]).longValue()),
        Math.toIntExact(((Number) counts[1]).longValue()),
        spending,
        pressed);
  }
}
