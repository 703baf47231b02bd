package dev.runnerfleet.scaler.core.pool;

import dev.runnerfleet.contracts.runner.PoolStopped;
import dev.runnerfleet.scaler.core.decision.HoldReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * No launch of a pool's revision succeeds.
 *
 * @param detail what a person needs to mend it
 * @param probeAt from when one machine may be ordered to see whether it has passed; null: not
 *     before the pool changes
 * @param at when it was said
 */
public record LaunchStop(
    int revision, PoolStopped.Reason reason, String detail, @Nullable Instant probeAt, Instant at) {

  /** Whether a machine may be ordered to see whether it has passed. */
  public boolean probes(Instant now) {
    return probeAt != null && !now.isBefore(probeAt);
  }

  public HoldReason hold() {
    return switch (reason) {
      case BAD_CONFIGURATION -> HoldReason.BAD_CONFIGURATION;
      case NEVER_ENROLS -> HoldReason.NEVER_ENROLS;
    };
  }
}
