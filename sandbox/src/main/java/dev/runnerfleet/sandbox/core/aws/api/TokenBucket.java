package dev.runnerfleet.sandbox.core.aws.api;

import java.time.Duration;
import java.time.Instant;

/**
 * A bucket that starts full; a call takes its tokens at once, and tokens return at a steady rate.
 */
final class TokenBucket {
  /** Sums of doubles miss a whole token by a hair. */
  private static final double HAIR = 1e-6;

  private final double capacity;
  private final double refillPerSecond;
  private double tokens;
  private Instant filledAt;

  TokenBucket(double capacity, double refillPerSecond, Instant now) {
    this.capacity = capacity;
    this.refillPerSecond = refillPerSecond;
    this.tokens = capacity;
    this.filledAt = now;
  }

  boolean take(int wanted, Instant now) {
    if (now.isAfter(filledAt)) {
      double seconds = Duration.between(filledAt, now).toNanos() / 1e9;
      tokens = Math.min(capacity, tokens + seconds * refillPerSecond);
      filledAt = now;
    }
    if (tokens + HAIR < wanted) {
      return false;
    }
    tokens = Math.max(0, tokens - wanted);
    return true;
  }
}
