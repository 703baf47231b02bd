package dev.runnerfleet.replay.dockermachine;

import java.time.Duration;
import java.time.Instant;

/**
 * One mutex for the removals of all entries that have failed too often: they are tried one at a
 * time (details.go, provider.go).
 */
final class StuckRemovals {

  private Instant free = Instant.MIN;

  /** When it may be tried, and for that long nobody else. */
  Instant turn(Instant now, Duration takes) {
    Instant begin = free.isAfter(now) ? free : now;
    free = begin.plus(takes);
    return begin;
  }
}
