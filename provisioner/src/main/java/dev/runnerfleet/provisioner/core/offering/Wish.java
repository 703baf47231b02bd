package dev.runnerfleet.provisioner.core.offering;

import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Machines that a pool wants.
 *
 * @param only the only market that will do; null where the pool's rule decides
 * @param places where they could stand, the best first
 * @param onDemandMissing how many on-demand machines the pool lacks of those that it always has
 * @param spot what the pool's spot circuit breaker lets through
 */
public record Wish(
    Market rule,
    Offering.@Nullable Market only,
    String region,
    List<Place> places,
    int size,
    int onDemandMissing,
    SpotBreaker.Mode spot) {}
