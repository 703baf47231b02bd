package dev.runnerfleet.sandbox.core.aws.stock;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.InstanceType;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import java.util.EnumMap;
import java.util.Map;

/**
 * The account's quotas on vCPUs in use, one for each market (AWS has one for each group of
 * families; here all are the standard group, A to Z).
 */
public final class Quotas {
  private final Map<Market, Integer> limits = new EnumMap<>(Market.class);
  private final Map<Market, Integer> used = new EnumMap<>(Market.class);

  /** From now on at most so many vCPUs, those in use among them. */
  public void limit(Market market, int vcpus) {
    limits.put(market, vcpus);
  }

  /** Lets a market have as much as there is. */
  public void lift(Market market) {
    limits.remove(market);
  }

  /** How many instances of the type the quota still has room for. */
  int room(Offering offering, int promised) {
    Integer limit = limits.get(offering.market());
    if (limit == null) {
      return Integer.MAX_VALUE;
    }
    int left = limit - used.getOrDefault(offering.market(), 0) - promised;
    return Math.max(0, left / offering.type().vcpus());
  }

  Refusal exceeded(Market market) {
    return switch (market) {
      case SPOT -> new Refusal("MaxSpotInstanceCountExceeded", "Max spot instance count exceeded");
      case ON_DEMAND ->
          new Refusal(
              "VcpuLimitExceeded",
              "You have requested more vCPU capacity than your current vCPU limit of "
                  + limits.get(market)
                  + " allows for the instance bucket that the specified instance type belongs to."
                  + " Please visit http://aws.amazon.com/contact-us/ec2-request to request an"
                  + " adjustment to this limit.");
    };
  }

  void take(Market market, InstanceType type) {
    used.merge(market, type.vcpus(), Integer::sum);
  }

  void giveBack(Market market, InstanceType type) {
    used.merge(market, -type.vcpus(), Integer::sum);
  }
}
