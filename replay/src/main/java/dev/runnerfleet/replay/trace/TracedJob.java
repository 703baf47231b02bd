package dev.runnerfleet.replay.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A job of the past.
 *
 * @param duration how long it ran, without any wait
 * @param project whatever told projects apart; empty where the trace does not say
 */
public record TracedJob(Instant queuedAt, Duration duration, Set<String> tags, String project) {

  public TracedJob {
    tags = Set.copyOf(tags);
  }
}
