package dev.runnerfleet.sandbox.core.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is to go wrong, and when.
 *
 * @param name what the kind is called by who ordered it
 * @param after how long from now it starts
 * @param length how long it lasts; null: until it is lifted
 * @param count how often it may strike; null: as often as it happens
 * @param seed of what is drawn
 */
public record FaultOrder(
    String name,
    FaultKind kind,
    Duration after,
    @Nullable Duration length,
    @Nullable Long count,
    long seed) {

  /** The same with its start and length that many times as short; what it does stays as it is. */
  public FaultOrder faster(double speed) {
    return new FaultOrder(
        name,
        kind,
        shorter(after, speed),
        length == null ? null : shorter(length, speed),
        count,
        seed);
  }

  private static Duration shorter(Duration duration, double speed) {
    return Duration.ofMillis(Math.round(duration.toMillis() / speed));
  }
}
