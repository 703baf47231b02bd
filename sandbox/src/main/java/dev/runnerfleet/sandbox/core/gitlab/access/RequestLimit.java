package dev.runnerfleet.sandbox.core.gitlab.access;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many requests each caller may make in each minute of the clock; GitLab's Rack::Attack counts
 * in such fixed periods, too.
 */
public final class RequestLimit {
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final int limit;
  private final Map<String, Integer> counts = new HashMap<>();
  private long period = Long.MIN_VALUE;

  /** Takes the limit of a minute; 0 is none. */
  public RequestLimit(int limit) {
    this.limit = limit;
  }

  /**
   * A request over the limit.
   *
   * @param observed requests in this period, this one among them
   * @param reset when the next period begins
   */
  public record Exceeded(int limit, int observed, Instant reset) {}

  /** Counts a request of a caller; the answer is empty while it is within the limit. */
  public Optional<Exceeded> count(String caller, Instant now) {
    if (limit <= 0) {
      return Optional.empty();
    }
    long current = now.getEpochSecond() / PERIOD.toSeconds();
    if (current != period) {
      period = current;
      counts.clear();
    }
    int observed = counts.merge(caller, 1, Integer::sum);
    Instant reset = Instant.ofEpochSecond((current + 1) * PERIOD.toSeconds());
    return observed > limit ? Optional.of(new Exceeded(limit, observed, reset)) : Optional.empty();
  }
}
