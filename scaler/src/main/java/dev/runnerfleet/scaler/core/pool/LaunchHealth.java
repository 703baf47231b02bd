package dev.runnerfleet.scaler.core.pool;

import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.PoolPrepared;
import dev.runnerfleet.contracts.runner.PoolStopped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a pool's launches fare, and what follows for the next order.
 *
 * @param refusals how many back-offs followed one another without a launch between
 * @param until until when no further machine is ordered
 * @param detail what AWS said last
 * @param stopped what keeps a revision from being launched at all
 */
public record LaunchHealth(
    int refusals, @Nullable Instant until, String detail, @Nullable LaunchStop stopped) {

  public static final LaunchHealth GOOD = new LaunchHealth(0, null, "", null);

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
          stopped(
              new LaunchStop(
                  failure.poolRevision(),
                  PoolStopped.Reason.BAD_CONFIGURATION,
                  failure.detail(),
                  null,
                  failure.at()));
      case RECALLED -> this;
    };
  }

  public LaunchHealth after(PoolStopped event) {
    return stopped(
        new LaunchStop(
            event.revision(), event.reason(), event.detail(), event.probeAt(), event.at()));
  }

  /** What is prepared can be launched: a stop that was said before is over. */
  LaunchHealth after(PoolPrepared event) {
    boolean over =
        stopped != null
            && event.revision() >= stopped.revision()
            && event.at().isAfter(stopped.at());
    return over ? new LaunchHealth(refusals, until, detail, null) : this;
  }

  /** A machine was had: whatever was in the way is not any more. */
  public LaunchHealth afterLaunch() {
    return new LaunchHealth(0, null, "", stopped);
  }

  /** What stops this revision of the pool, if something does. */
  public Optional<LaunchStop> stop(int revision) {
    return Optional.ofNullable(stopped).filter(stop -> stop.revision() == revision);
  }

  public boolean backsOff(Instant now) {
    return until != null && now.isBefore(until);
  }

  // A late word about an earlier revision, or from before the last one, changes nothing.
  private LaunchHealth stopped(LaunchStop next) {
    boolean late =
        stopped != null
            && (next.revision() < stopped.revision() || next.at().isBefore(stopped.at()));
    return late ? this : new LaunchHealth(refusals, until, detail, next);
  }

  // Orders that left together fail together: only the first failure after a back-off counts.
  private LaunchHealth backedOff(Backoff backoff, LaunchFailed failure) {
    if (backsOff(failure.at())) {
      return this;
    }
    Instant next = failure.at().plus(backoff.after(refusals));
    return new LaunchHealth(refusals + 1, next, failure.detail(), stopped);
  }

  private record Backoff(Duration first, Duration longest) {

    Duration after(int refusals) {
      Duration wait = first.multipliedBy(1L << Math.min(refusals, 10));
      return wait.compareTo(longest) > 0 ? longest : wait;
    }
  }
}
