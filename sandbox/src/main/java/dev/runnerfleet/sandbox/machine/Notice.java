package dev.runnerfleet.sandbox.machine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What AWS tells a machine in its metadata.
 *
 * @param deadline when AWS takes it; null where it only may
 */
record Notice(@Nullable Instant deadline) {

  String kind() {
    return deadline == null ? "REBALANCE_RECOMMENDATION" : "SPOT_INTERRUPTION";
  }
}
