package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.pool.Budget;

/**
 * What all pools together must keep to.
 *
 * @param maxRunners machines of all pools in every state from requested to terminating, as GitLab
 *     Runner's {@code concurrent}; 0 for no limit
 * @param budget what all pools' machines may cost together
 */
public record FleetLimits(int maxRunners, Budget budget) {

  public static final FleetLimits NONE = new FleetLimits(0, Budget.NONE);

  public FleetLimits {
    if (maxRunners < 0) {
      throw new InvalidValueException("fleet.max-runners", maxRunners, "a number from 0");
    }
  }

  /** Whether decisions of different pools have to heed one another. */
  public boolean any() {
    return maxRunners > 0 || !budget.equals(Budget.NONE);
  }
}
