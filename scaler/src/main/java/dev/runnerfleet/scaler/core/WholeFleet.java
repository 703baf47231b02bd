package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.scaler.core.budget.Spending;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.Purchase;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;

/**
 * All pools together, as far as a decision about one of them has to heed the others.
 *
 * @param runners live ones, from requested to terminating
 * @param standing those of them that are neither recalled nor on their way out
 * @param pressed whether jobs of some pool wait for what only these limits hold
 */
public record WholeFleet(
    FleetLimits limits, int runners, int standing, Spending spending, boolean pressed) {

  /** Where nothing limits the pools together. */
  public static final WholeFleet UNLIMITED =
      new WholeFleet(FleetLimits.NONE, 0, 0, Spending.NOTHING, false);

  /** Once a decision about one of the pools, which had these machines, is carried out. */
  public WholeFleet after(Decision decision, Fleet fleet) {
    Set<RunnerId> gone = new HashSet<>();
    decision.retirements().forEach(retirement -> gone.add(retirement.runner()));
    decision.recalls().forEach(recall -> gone.add(recall.runner()));
    BigDecimal price =
        decision.inputs().price() == null ? BigDecimal.ZERO : decision.inputs().price().amount();
    BigDecimal change = price.multiply(BigDecimal.valueOf(decision.launched()));
    for (Member member : fleet.members()) {
      if (gone.contains(member.runner().id())) {
        Purchase purchase = member.runner().purchase();
        change = change.subtract(purchase == null ? price : purchase.hourlyPrice().amount());
      }
    }
    return new WholeFleet(
        limits,
        runners + decision.launched(),
        standing + decision.launched() - gone.size(),
        spending.withRateChangedBy(change),
        pressed);
  }
}
