package dev.runnerfleet.replay.world;

import dev.runnerfleet.sandbox.core.aws.MarketSettings;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import java.time.Duration;
import java.util.function.Function;

/**
 * What a replay assumes of the world; the same for everybody that is compared.
 *
 * @param roundTrip of a request to GitLab or AWS; what is sent one way takes half of it
 * @param catalogue by region
 */
public record Conditions(
    Boots boots,
    Duration roundTrip,
    long seed,
    MarketSettings market,
    Function<String, Catalogue> catalogue) {

  public Duration oneWay() {
    return roundTrip.dividedBy(2);
  }
}
