package dev.runnerfleet.scaler.core.budget;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Budget;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is planned to be spent in the clock hour and in the day at hand, both UTC as AWS bills. For
 * each of the two windows it is the greater of
 *
 * <ul>
 *   <li>what is spent so far and what the machines that stay cost if each runs to the window's end,
 *   <li>what they cost in an hour: else many could be launched in a window's last minutes, and the
 *       next would begin with more than its budget planned.
 * </ul>
 *
 * <p>So in a window nothing but a launch, or a dearer machine than expected, raises the plan, and
 * what is really spent there stays below it. A new machine counts for a minute at least, which is
 * the least that AWS bills (EC2 user guide, "On-Demand Instances").
 */
public record PlannedSpend(Usd hour, Usd day) {

  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);
  private static final long LEAST_SECONDS = 60;

  public static PlannedSpend of(Spending spending, Instant now) {
    return new PlannedSpend(
        planned(spending.hour(), spending.rate(), restOfHour(now)),
        planned(spending.day(), spending.rate(), restOfDay(now)));
  }

  public boolean within(Budget budget) {
    return within(hour, budget.perHour()) && within(day, budget.perDay());
  }

  /** How many machines of a price more the budget allows; 0 where it is passed already. */
  public static int room(Spending spending, Budget budget, Usd price, Instant now) {
    if (price.amount().signum() == 0) {
      return of(spending, now).within(budget) ? Integer.MAX_VALUE : 0;
    }
    return Math.min(
        room(budget.perHour(), spending.hour(), spending.rate(), price, restOfHour(now)),
        room(budget.perDay(), spending.day(), spending.rate(), price, restOfDay(now)));
  }

  private static int room(@Nullable Usd budget, Usd spent, Usd rate, Usd price, Duration rest) {
    if (budget == null) {
      return Integer.MAX_VALUE;
    }
    BigDecimal byPlan =
        budget
            .amount()
            .subtract(spent.amount())
            .subtract(cost(rate, rest.toSeconds()))
            .divide(cost(price, Math.max(LEAST_SECONDS, rest.toSeconds())), 0, RoundingMode.FLOOR);
    BigDecimal byRate =
        budget.amount().subtract(rate.amount()).divide(price.amount(), 0, RoundingMode.FLOOR);
    return byPlan
        .min(byRate)
        .max(BigDecimal.ZERO)
        .min(BigDecimal.valueOf(Integer.MAX_VALUE))
        .intValue();
  }

  private static Usd planned(Usd spent, Usd rate, Duration rest) {
    BigDecimal toTheEnd = spent.amount().add(cost(rate, rest.toSeconds()));
    return new Usd(toTheEnd.max(rate.amount()));
  }

  // Rounded up, so that a sum of machines never comes out below what they cost.
  private static BigDecimal cost(Usd perHour, long seconds) {
    return perHour
        .amount()
        .multiply(BigDecimal.valueOf(seconds))
        .divide(SECONDS_PER_HOUR, 6, RoundingMode.UP);
  }

  private static boolean within(Usd planned, @Nullable Usd budget) {
    return budget == null || planned.compareTo(budget) <= 0;
  }

  private static Duration restOfHour(Instant now) {
    return rest(now, now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS));
  }

  private static Duration restOfDay(Instant now) {
    return rest(now, now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS));
  }

  // A second begun counts whole.
  private static Duration rest(Instant now, Instant end) {
    return Duration.between(now.truncatedTo(ChronoUnit.SECONDS), end);
  }
}
