package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.runner.LaunchFailed;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a pool's launches fare, and what follows for the next order.
 *
 * @param refusals how many back-offs followed one another without a launch between
 * @param until until when no further machine is ordered
 * @param refusedRevision the pool's revision that AWS cannot launch at all
 * @param detail what AWS said last
 */
public record LaunchHealth(
    int refusals, @Nullable Instant until, @Nullable Integer refusedRevision, String detail) {

  public static final LaunchHealth GOOD = new LaunchHealth(0, null, null, "");

  private static final Backoff NO_CAPACITY =
      new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(3));
  private static final Backoff QUOTA = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(15));
  private static final Backoff POOL_UNKNOWN =
      new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1));

  public LaunchHealth after(LaunchFailed failure) {
    return switch (failure.reason()) {
      case NO_CAPACITY -> backedOff(NO_CAPACITY, failure);
      case QUOTA -> backedOff(QUOTA, failure);
      // The provisioner may not have read the pool's last revision yet.
      case POOL_GONE -> backedOff(POOL_UNKNOWN, failure);
      case BAD_CONFIGURATION ->
          new LaunchHealth(refusals, until, failure.poolRevision(), failure.detail());
      case RECALLED -> this;
    };
  }

  /** A machine was had: whatever was in the way is not any more. */
  public LaunchHealth afterLaunch() {
    return refusedRevision == null ? GOOD : new LaunchHealth(0, null, refusedRevision, detail);
  }

  public boolean refuses(int revision) {
    return refusedRevision != null && refusedRevision == revision;
  }

  public boolean backsOff(Instant now) {
    return until != null && now.isBefore(until);
  }

  // Orders that left together fail together: only the first failure after a back-off counts.
  private LaunchHealth backedOff(Backoff backoff, LaunchFailed failure) {
    if (backsOff(failure.at())) {
      return this;
    }
    Instant next = failure.at().plus(backoff.after(refusals));
    return new LaunchHealth(refusals + 1, next, refusedRevision, failure.detail());
  }

  private record Backoff(Duration first, Duration longest) {

    Duration after(int refusals) {
      Duration wait = first.multipliedBy(1L << Math.min(refusals, 10));
      return wait.compareTo(longest) > 0 ? longest : wait;
    }
  }
}
