package dev.runnerfleet.scaler.core.budget;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Live;
import dev.runnerfleet.scaler.core.fleet.RunnerState.NotLaunched;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Requested;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Standing;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Terminated;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

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

  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);

  /**
   * What these machines have cost and cost, each from its launch to its end, at its price.
   *
   * @param expected what one counts at of which no price is known; null where nobody has said so
   *     yet: it counts nothing then
   */
  public static Spending of(Collection<Runner> runners, @Nullable Usd expected, Instant now) {
    BigDecimal hour = BigDecimal.ZERO;
    BigDecimal day = BigDecimal.ZERO;
    BigDecimal rate = BigDecimal.ZERO;
    for (Runner runner : runners) {
      Usd price = runner.purchase() == null ? expected : runner.purchase().hourlyPrice();
      if (price != null) {
        hour = hour.add(cost(runner, price, now.truncatedTo(ChronoUnit.HOURS), now));
        day = day.add(cost(runner, price, now.truncatedTo(ChronoUnit.DAYS), now));
        rate = stays(runner) ? rate.add(price.amount()) : rate;
      }
    }
    return new Spending(perHour(hour), perHour(day), new Usd(rate));
  }

  private static Usd perHour(BigDecimal dollarSeconds) {
    return new Usd(dollarSeconds.divide(SECONDS_PER_HOUR, 6, RoundingMode.HALF_UP));
  }

  /** In dollars times seconds an hour. */
  private static BigDecimal cost(Runner runner, Usd price, Instant from, Instant now) {
    Instant launched = runner.launchedAt();
    if (launched == null) {
      return BigDecimal.ZERO;
    }
    Duration lived = Duration.between(launched.isAfter(from) ? launched : from, end(runner, now));
    return lived.isNegative()
        ? BigDecimal.ZERO
        : price
            .amount()
            .multiply(
                BigDecimal.valueOf(lived.toSeconds())
                    .add(BigDecimal.valueOf(lived.toNanosPart(), 9)));
  }

  private static Instant end(Runner runner, Instant now) {
    return switch (runner.state()) {
      case Terminated gone -> gone.at();
      case NotLaunched not -> not.at();
      case Live _ -> now;
    };
  }

  private static boolean stays(Runner runner) {
    boolean recalled = runner.state() instanceof Requested order && order.recalled();
    return runner.state() instanceof Standing && !recalled;
  }

  public Spending plus(Spending other) {
    return new Spending(hour.plus(other.hour), day.plus(other.day), rate.plus(other.rate));
  }

  /** With so much more to pay an hour, or so much less; never less than nothing. */
  public Spending withRateChangedBy(BigDecimal change) {
    return new Spending(hour, day, new Usd(rate.amount().add(change).max(BigDecimal.ZERO)));
  }
}
