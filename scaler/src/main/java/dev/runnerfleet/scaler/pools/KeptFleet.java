package dev.runnerfleet.scaler.pools;

import dev.runnerfleet.scaler.core.FleetLimits;
import org.jspecify.annotations.Nullable;

/**
 * The fleet's limits, and how often they were changed.
 *
 * @param revision 0 where nobody set any
 * @param file what the pool file said when it was last taken over; null where it said nothing
 */
public record KeptFleet(FleetLimits limits, int revision, @Nullable FleetLimits file) {

  static final KeptFleet NONE = new KeptFleet(FleetLimits.NONE, 0, null);
}
