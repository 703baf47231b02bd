package dev.runnerfleet.scaler.core.budget;

import dev.runnerfleet.contracts.Usd;
import java.math.BigDecimal;

/**
 * What machines have cost and cost.
 *
 * @param hour spent so far in the clock hour at hand, UTC, by machines gone and live
 * @param day spent so far in the day at hand, UTC
 * @param rate what the machines that stay cost an hour together: those ordered, at the price that
 *     their pool expects, booting, idle and busy; not those on their way out
 */
public record Spending(Usd hour, Usd day, Usd rate) {

  public static final Spending NOTHING = new Spending(Usd.ZERO, Usd.ZERO, Usd.ZERO);

  public Spending plus(Spending other) {
    return new Spending(hour.plus(other.hour), day.plus(other.day), rate.plus(other.rate));
  }

  /** With so much more to pay an hour, or so much less; never less than nothing. */
  public Spending withRateChangedBy(BigDecimal change) {
    return new Spending(hour, day, new Usd(rate.amount().add(change).max(BigDecimal.ZERO)));
  }
}
