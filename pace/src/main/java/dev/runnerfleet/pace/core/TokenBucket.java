package dev.runnerfleet.pace.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Our picture of AWS's token bucket for one action in one throttle domain. AWS does not say how
 * full its bucket is, so a refusal means that ours was wrong: it goes on with half of the limit and
 * regains the rest slowly.
 *
 * @param share how much of the limit we dare to use, above 0 and up to 1
 * @param tokens calls that may go out as of {@code at}; below zero where calls to come have taken
 *     theirs already
 * @param halvedAt when the share was last halved; calls sent before tell nothing new
 */
public record TokenBucket(Limit limit, double share, double tokens, Instant at, Instant halvedAt) {

  /** Lowest share; below it, a storm of refusals would stop all launches. */
  static final double LEAST_SHARE = 1.0 / 16;

  /** From half of the limit back to all of it in fifty seconds without a refusal. */
  static final double SHARE_REGAINED_PER_SECOND = 0.01;

  /**
   * What is never saved up. AWS counts a call when it arrives and we when it leaves: one that is
   * quicker on its way than those before it finds less there than we counted, as are those that
   * follow the first of a storm, whose transaction is the longest. At two tokens a second this
   * forgives half a second.
   */
  static final double HEADROOM = 1;

  /** Sums of doubles miss a whole token by a hair. */
  private static final double HAIR = 1e-6;

  public static TokenBucket full(Limit limit, Instant now) {
    return new TokenBucket(limit, 1, limit.capacity(), now, Instant.EPOCH);
  }

  /** The bucket without what it may have saved up, as after a restart. */
  public TokenBucket emptied(Instant now) {
    TokenBucket filled = filled(now);
    return new TokenBucket(limit, filled.share, Math.min(0, filled.tokens), filled.at, halvedAt);
  }

  /** A call to come that has its token. */
  public record Reserved(TokenBucket bucket, Instant goAt) {}

  /** The bucket after a call, or nothing where no call may go out. */
  public Optional<TokenBucket> take(Instant now) {
    TokenBucket filled = filled(now);
    return filled.whole() > 0 ? Optional.of(filled.less(1)) : Optional.empty();
  }

  /** The bucket with up to so many tokens fewer. {@link #whole} tells how many there are. */
  public TokenBucket takeUpTo(int wanted, Instant now) {
    TokenBucket filled = filled(now);
    return filled.less(Math.min(wanted, filled.whole()));
  }

  /**
   * Takes the next token that will be there, so that callers go in the order in which they asked;
   * nothing where that takes too long.
   */
  public Optional<Reserved> reserve(Instant now, Duration longestWait) {
    TokenBucket filled = filled(now);
    Instant goAt = filled.nextTokenAt();
    return goAt.isAfter(now.plus(longestWait))
        ? Optional.empty()
        : Optional.of(new Reserved(filled.less(1), goAt));
  }

  /** How many calls may go out as of {@code at}. */
  public int whole() {
    return (int) Math.floor(Math.max(0, tokens) + HAIR);
  }

  /** When the next call may go out, if none does before. */
  public Instant nextTokenAt() {
    if (whole() > 0) {
      return at;
    }
    double seconds = (1 - tokens) / (limit.perSecond() * share);
    return at.plus(Duration.ofMillis((long) Math.ceil(seconds * 1000)));
  }

  /**
   * The bucket after AWS refused a call as one too many. Of calls that were under way together only
   * the first halves the share: the others say the same about the same bucket.
   */
  public TokenBucket refused(Instant sentAt, Instant now) {
    TokenBucket filled = filled(now);
    boolean known = !sentAt.isAfter(halvedAt);
    return new TokenBucket(
        limit,
        known ? filled.share : Math.max(LEAST_SHARE, filled.share / 2),
        Math.min(0, filled.tokens),
        filled.at,
        known ? halvedAt : filled.at);
  }

  /** The bucket as it will be by then. A clock that was set back fills nothing. */
  public TokenBucket filled(Instant now) {
    if (!now.isAfter(at)) {
      return this;
    }
    double seconds = Duration.between(at, now).toNanos() / 1e9;
    double regained = Math.min(1, share + seconds * SHARE_REGAINED_PER_SECOND);
    double most = Math.max(1, limit.capacity() * regained - HEADROOM);
    double gained = seconds * limit.perSecond() * share;
    return new TokenBucket(limit, regained, Math.min(most, tokens + gained), now, halvedAt);
  }

  private TokenBucket less(int taken) {
    double left = tokens - taken;
    return new TokenBucket(limit, share, Math.abs(left) < HAIR ? 0 : left, at, halvedAt);
  }
}
