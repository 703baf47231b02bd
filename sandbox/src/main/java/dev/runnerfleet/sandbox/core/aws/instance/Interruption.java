package dev.runnerfleet.sandbox.core.aws.instance;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far AWS has gone in taking a spot instance back (AWS's page "Spot Instance interruption
 * notices").
 *
 * @param recommendedAt when it recommended to rebalance
 * @param warnedAt when it gave its warning; null while it has not
 */
public record Interruption(Instant recommendedAt, @Nullable Instant warnedAt) {
  /** How long after its warning AWS ends the instance. */
  public static final Duration WARNING = Duration.ofMinutes(2);

  public Interruption warned(Instant at) {
    return new Interruption(recommendedAt, at);
  }

  /** When AWS will end the instance; null while it has not warned. */
  public @Nullable Instant endsAt() {
    return warnedAt == null ? null : warnedAt.plus(WARNING);
  }
}
