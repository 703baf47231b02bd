package dev.runnerfleet.scaler.core.pool;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.pool.Capacity;
import java.time.Instant;

/**
 * An operator's word on how many runners a pool has for a while. Max runners, the fleet's limit and
 * budgets hold all the same.
 *
 * @param runners DESIRED: so many, neither more nor fewer, save that busy ones finish their jobs;
 *     MINIMUM: at least so many
 * @param until when it ends by itself
 */
public record CapacityOverride(Kind kind, int runners, Instant until) {

  /** What the number means. */
  public enum Kind {
    DESIRED,
    MINIMUM
  }

  public CapacityOverride {
    if (runners < 0) {
      throw new InvalidValueException("runners", runners, "a number from 0");
    }
  }

  public boolean holds(Instant now) {
    return now.isBefore(until);
  }

  /** The capacity with this in force. */
  Capacity over(Capacity base) {
    return switch (kind) {
      case MINIMUM -> base;
      case DESIRED ->
          new Capacity(
              base.slotsPerRunner(),
              Math.min(base.maxRunners(), runners),
              base.idle(),
              base.idleTime(),
              base.maxJobsPerRunner(),
              base.maxGrowth(),
              base.maxLifetime(),
              base.idleScaleFactor(),
              base.idleMax(),
              base.driftShare());
    };
  }
}
