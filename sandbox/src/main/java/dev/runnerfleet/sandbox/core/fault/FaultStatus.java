package dev.runnerfleet.sandbox.core.fault;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an order stands.
 *
 * @param endsAt null where it lasts until it is lifted
 * @param strikes how many calls, deliveries or instances it has met so far
 */
public record FaultStatus(
    String id,
    String name,
    FaultKind kind,
    State state,
    Instant startsAt,
    @Nullable Instant endsAt,
    long strikes,
    long seed) {

  /** Where an order is in its life. */
  public enum State {
    WAITING,
    ACTIVE,
    OVER
  }
}
