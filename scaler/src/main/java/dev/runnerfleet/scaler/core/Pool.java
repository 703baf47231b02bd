package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.scaler.core.schedule.CapacityInForce;
import java.time.Instant;

/**
 * A pool as the operator wants it, and how it stands.
 *
 * @param paused an operator wants no machines for now
 * @param closed an operator deleted it; it goes once its machines are gone
 */
public record Pool(PoolSpec spec, boolean paused, boolean closed, LaunchHealth launches) {

  public PoolName name() {
    return spec.name();
  }

  /** Whether a job can hope for a machine of this pool. */
  public boolean serves(Instant now) {
    return !paused
        && !closed
        && !launches.refuses(spec.revision())
        && CapacityInForce.of(spec, now).maxRunners() > 0;
  }
}
