package dev.runnerfleet.provisioner.core.launch;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.pace.core.TokenBucket;
import dev.runnerfleet.provisioner.core.Place;
import dev.runnerfleet.provisioner.core.offering.Marks;
import dev.runnerfleet.provisioner.core.offering.SpotBreaker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a plan of calls in one throttle domain goes by.
 *
 * @param calls the bucket of CreateFleet calls
 * @param machines the bucket of launched machines
 * @param orders what waits to be called
 * @param pools what is known of those orders' pools
 * @param lease how long an answer to a call is waited for
 */
public record Situation(
    Instant now,
    TokenBucket calls,
    TokenBucket machines,
    List<LaunchOrder> orders,
    Map<PoolName, Source> pools,
    Marks marks,
    SpotBreaker.Setting breaker,
    Duration lease) {

  public Situation {
    orders = List.copyOf(orders);
    pools = Map.copyOf(pools);
  }

  /**
   * A pool that can be launched from.
   *
   * @param places where its machines may stand, the best first
   * @param onDemand how many on-demand machines it has
   */
  public record Source(
      Market market, String region, List<Place> places, int onDemand, SpotBreaker spot) {
    public Source {
      places = List.copyOf(places);
    }
  }
}
