package dev.runnerfleet.provisioner.core.offering;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of something that AWS had none of. Once its time is over it is on probation:
 * it may be asked for one machine, and twice as many after each success, so that what is still dry
 * does not eat a burst.
 *
 * @param budget how many machines may be asked of it at once, while on probation
 * @param probedUntil until when an answer to such a call may be waited for; nothing is asked of it
 *     meanwhile
 */
public record Mark(Closure closure, int budget, Instant probedUntil) {

  /** From here on a burst cannot tell it from what was never marked. */
  static final int TRUSTED = 64;

  /** After so long without anybody having asked for it, it is taken to be as good as any. */
  public static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  /** A mark as AWS's refusal leaves it. */
  public static Mark of(Closure closure) {
    return new Mark(closure, 1, Instant.EPOCH);
  }

  public boolean isClosed(Instant now) {
    return closure.until().isAfter(now);
  }

  boolean isProbed(Instant now) {
    return !isClosed(now) && probedUntil.isAfter(now);
  }

  boolean isForgotten(Instant now) {
    return closure.until().plus(FORGOTTEN_AFTER).isBefore(now);
  }

  /** How many machines may be asked of it now. */
  int allowance(Instant now) {
    return isClosed(now) || isProbed(now) ? 0 : budget;
  }

  public Mark probed(Instant until) {
    return new Mark(closure, budget, until);
  }

  /** It gave machines: twice as much may be asked of it, or as much as of any. */
  Optional<Mark> gave() {
    int more = budget * 2;
    return more > TRUSTED ? Optional.empty() : Optional.of(new Mark(closure, more, Instant.EPOCH));
  }

  Mark answered() {
    return new Mark(closure, budget, Instant.EPOCH);
  }
}
