package dev.runnerfleet.provisioner.core.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Our picture of AWS's token bucket for one action in one throttle domain. AWS does not say how
 * full its bucket is, so a refusal means that ours was wrong: it goes on with half of the limit and
 * regains the rest slowly.
 *
 * @param share how much of the limit we dare to use, above 0 and up to 1
 * @param tokens calls that may go out as of {@code at}
 */
public record TokenBucket(Limit limit, double share, double tokens, Instant at) {

  /** Lowest share; below it, a storm of refusals would stop all launches. */
  static final double LEAST_SHARE = 1.0 / 16;

  /** From half of the limit back to all of it in fifty seconds without a refusal. */
  static final double SHARE_REGAINED_PER_SECOND = 0.01;

  /** Sums of doubles miss a whole token by a hair. */
  private static final double HAIR = 1e-6;

  public static TokenBucket full(Limit limit, Instant now) {
    return new TokenBucket(limit, 1, limit.capacity(), now);
  }

  /** The bucket after a call, or nothing where no call may go out. */
  public Optional<TokenBucket> take(Instant now) {
    TokenBucket filled = filled(now);
    return filled.hasToken()
        ? Optional.of(
            new TokenBucket(limit, filled.share, Math.max(0, filled.tokens - 1), filled.at))
        : Optional.empty();
  }

  /** When the next call may go out, if none does before. */
  public Instant nextTokenAt() {
    if (hasToken()) {
      return at;
    }
    double seconds = (1 - tokens) / (limit.perSecond() * share);
    return at.plus(Duration.ofMillis((long) Math.ceil(seconds * 1000)));
  }

  /** The bucket after AWS refused a call as one too many. */
  public TokenBucket refused(Instant now) {
    TokenBucket filled = filled(now);
    return new TokenBucket(limit, Math.max(LEAST_SHARE, filled.share / 2), 0, filled.at);
  }

  /** The bucket as it will be by then. A clock that was set back fills nothing. */
  public TokenBucket filled(Instant now) {
    if (!now.isAfter(at)) {
      return this;
    }
    double seconds = Duration.between(at, now).toNanos() / 1e9;
    double regained = Math.min(1, share + seconds * SHARE_REGAINED_PER_SECOND);
    double most = Math.max(1, limit.capacity() * regained);
    double gained = seconds * limit.perSecond() * share;
    return new TokenBucket(limit, regained, Math.min(most, tokens + gained), now);
  }

  private boolean hasToken() {
    return tokens >= 1 - HAIR;
  }
}
