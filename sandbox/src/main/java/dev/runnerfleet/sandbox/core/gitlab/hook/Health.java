package dev.runnerfleet.sandbox.core.gitlab.hook;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often a hook has failed in a row, and until when it is left alone for it (GitLab's
 * WebHooks::AutoDisabling): from the fourth failure on for a minute, twice as long with each
 * further one up to a day, and from the fortieth on for good.
 *
 * @param disabledUntil null while it was never left alone
 */
public record Health(int failures, @Nullable Instant disabledUntil) {
  public static final Health GOOD = new Health(0, null);

  private static final int TOLERATED = 3;
  private static final int FINAL = 40;
  private static final int LONGEST_AT = 11;
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  Health failed(Instant now) {
    int count = failures + 1;
    if (count <= TOLERATED) {
      return new Health(count, null);
    }
    int exponent = count - TOLERATED - 1;
    Duration pause = exponent >= LONGEST_AT ? LONGEST : FIRST.multipliedBy(1L << exponent);
    return new Health(count, now.plus(pause));
  }

  public boolean isDisabledForGood() {
    return failures >= FINAL;
  }

  public boolean isDisabledFor(Instant now) {
    return !isDisabledForGood() && disabledUntil != null && !disabledUntil.isBefore(now);
  }

  public boolean isExecutable(Instant now) {
    return !isDisabledForGood() && !isDisabledFor(now);
  }

  /** GitLab's {@code alert_status}. */
  public String alertStatus(Instant now) {
    if (isDisabledForGood()) {
      return "disabled";
    }
    return isDisabledFor(now) ? "temporarily_disabled" : "executable";
  }
}
