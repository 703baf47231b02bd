package dev.runnerfleet.sandbox.core.aws.fleet;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;

/**
 * How many instances of one market, and by what they are chosen.
 *
 * @param least with fewer instances than this, none at all of the market are launched
 */
public record FleetTarget(Market market, AllocationStrategy strategy, int count, int least) {
  public FleetTarget {
    if (!strategy.isFor(market)) {
      throw Refusal.invalid(
          "AllocationStrategy",
          strategy.wireName(),
          "It is no strategy for " + market.wireName() + " instances.");
    }
    if (least < 0 || least > count) {
      throw Refusal.invalid(
          "MinTargetCapacity", least, "It is at most the target capacity, " + count + ".");
    }
  }
}
