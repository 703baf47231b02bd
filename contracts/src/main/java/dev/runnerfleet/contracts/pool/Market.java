package dev.runnerfleet.contracts.pool;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.WhenAbsent;
import org.jspecify.annotations.Nullable;

/**
 * How a pool's machines are bought.
 *
 * @param onDemandFallback whether on-demand machines may stand in where no spot is to be had
 * @param onDemandBase how many of the pool's machines are on-demand before any is spot
 * @param maxPrice what a spot machine may cost an hour at most; none: the on-demand price, which
 *     AWS advises, as a cap raises interruptions (EC2 user guide, "Spot Instance requests")
 */
public record Market(
    Spot spot,
    boolean onDemandFallback,
    @WhenAbsent("0") int onDemandBase,
    @Nullable Usd maxPrice) {

  /** How spot is used. */
  public enum Spot {
    ONLY,
    PREFERRED,
    NEVER
  }

  public Market {
    if (onDemandBase < 0) {
      throw new InvalidValueException("market.on-demand-base", onDemandBase, "a number from 0");
    }
  }

  /** Without an on-demand base and without a price cap. */
  public Market(Spot spot, boolean onDemandFallback) {
    this(spot, onDemandFallback, 0, null);
  }
}
