package dev.runnerfleet.provisioner.core.offering;

import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.Place;
import java.time.Instant;

/**
 * Something not to be asked for until a time, because AWS refused it.
 *
 * @param instanceType the type, {@link #ANY_TYPE}, or the types of a {@link QuotaGroup}, such as
 *     {@code standard/*}
 * @param where an availability zone's name, a subnet's id, or a region's name for all of it
 * @param code AWS's code
 */
public record Closure(
    String instanceType, String where, Offering.Market market, String code, Instant until) {

  public static final String ANY_TYPE = "*";

  /** How a closure names all types that share a type's vCPU quota. */
  public static String quotaGroupOf(String instanceType) {
    return instanceType.isEmpty() ? "" : QuotaGroup.of(instanceType).pattern();
  }

  /** What tells the mark of one closure from that of another. */
  public String key() {
    return "%s %s %s".formatted(instanceType, where, market);
  }

  /** Whether it concerns a place in the region, at the market that it was refused at. */
  public boolean concerns(Place place, String region, Offering.Market wanted) {
    return market == wanted && ofType(place.instanceType()) && at(place, region);
  }

  private boolean ofType(String type) {
    return instanceType.equals(ANY_TYPE)
        || instanceType.equals(type)
        || instanceType.equals(QuotaGroup.of(type).pattern());
  }

  private boolean at(Place place, String region) {
    return where.equals(place.subnet()) || where.equals(place.zone()) || where.equals(region);
  }
}
