package dev.runnerfleet.provisioner.core.offering;

import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.Place;
import java.time.Instant;

/**
 * Something not to be asked for until a time, because AWS refused it.
 *
 * @param instanceType the type, or {@link #ANY_TYPE}
 * @param where an availability zone's name or a subnet's id
 * @param code AWS's code
 */
public record Closure(
    String instanceType, String where, Offering.Market market, String code, Instant until) {

  public static final String ANY_TYPE = "*";

  public boolean closes(Place place, Offering.Market wanted, Instant now) {
    return market == wanted && until.isAfter(now) && concerns(place);
  }

  public boolean concerns(Place place) {
    return (instanceType.equals(ANY_TYPE) || instanceType.equals(place.instanceType()))
        && (where.equals(place.subnet()) || where.equals(place.zone()));
  }
}
