package dev.runnerfleet.jobwatcher.core;

import java.time.Duration;
import java.time.Instant;

/**
 * How many requests GitLab may still be asked: a token bucket that in no minute lets more out than
 * its limit, and that is closed for as long as GitLab wants to be left alone.
 *
 * <p>A tenth of the limit may go at once and the rest comes back over the minute, so that a full
 * bucket and a minute's refill together keep to the limit. (GitLab documentation, "Rate limit on
 * Jobs API": 600 requests a minute for a user.)
 *
 * @param perMinute the limit
 * @param tokens what was left at {@code at}
 * @param closedUntil nothing goes out before
 */
public record RequestBudget(int perMinute, double tokens, Instant at, Instant closedUntil) {

  /** What the poll leaves of a full bucket for those that cannot wait. */
  private static final double KEPT_FOR_THE_URGENT = 0.25;

  /** A full bucket. */
  public static RequestBudget full(int perMinute, Instant now) {
    return new RequestBudget(perMinute, burst(perMinute), now, Instant.EPOCH);
  }

  /** What a request is for. */
  public enum Purpose {
    /** Somebody waits for the answer. */
    LOOKUP,
    /** It may wait until the others have had their turn. */
    POLL
  }

  /** How a request may go. */
  public sealed interface Turn {}

  /** It goes now. */
  public record Go(RequestBudget left) implements Turn {}

  /** It may ask again after a while. */
  public record Wait(Duration pause) implements Turn {}

  /** GitLab wants to be left alone that long. */
  public record Closed(Duration pause) implements Turn {}

  /** Asks for one request. */
  public Turn take(Purpose purpose, Instant now) {
    if (now.isBefore(closedUntil)) {
      return new Closed(Duration.between(now, closedUntil));
    }
    double full = tokensAt(now);
    double wanted = purpose == Purpose.LOOKUP ? 1 : 1 + burst(perMinute) * KEPT_FOR_THE_URGENT;
    if (full >= wanted) {
      return new Go(new RequestBudget(perMinute, full - 1, later(now), closedUntil));
    }
    long millis = (long) Math.ceil((wanted - full) / perSecond() * 1000);
    return new Wait(Duration.ofMillis(millis));
  }

  /** The same, closed at least until then. */
  public RequestBudget closed(Instant until) {
    return until.isAfter(closedUntil) ? new RequestBudget(perMinute, tokens, at, until) : this;
  }

  /** How many requests a poll may expect to make within a time. */
  public int within(Duration time) {
    return Math.max(1, (int) (perSecond() * time.toMillis() / 1000));
  }

  private double tokensAt(Instant now) {
    double since = Math.max(0, Duration.between(at, now).toMillis() / 1000.0);
    return Math.min(burst(perMinute), tokens + since * perSecond());
  }

  // A clock that was set back gives nothing twice.
  private Instant later(Instant now) {
    return now.isAfter(at) ? now : at;
  }

  private double perSecond() {
    return (perMinute - burst(perMinute)) / 60.0;
  }

  private static double burst(int perMinute) {
    return Math.max(2, perMinute / 10.0);
  }
}
