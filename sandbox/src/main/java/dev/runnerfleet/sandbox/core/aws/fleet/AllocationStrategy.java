package dev.runnerfleet.sandbox.core.aws.fleet;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import java.util.Arrays;

/**
 * By what an order's offerings are chosen (AWS's page "Use allocation strategies to determine how
 * EC2 Fleet or Spot Fleet fulfills Spot and On-Demand capacity").
 */
public enum AllocationStrategy {
  PRICE_CAPACITY_OPTIMIZED("price-capacity-optimized"),
  LOWEST_PRICE("lowest-price"),
  CAPACITY_OPTIMIZED("capacity-optimized"),
  PRIORITIZED("prioritized"),
  CAPACITY_OPTIMIZED_PRIORITIZED("capacity-optimized-prioritized"),
  DIVERSIFIED("diversified");

  private final String wireName;

  AllocationStrategy(String wireName) {
    this.wireName = wireName;
  }

  public static AllocationStrategy of(String wireName) {
    return Arrays.stream(values())
        .filter(strategy -> strategy.wireName.equals(wireName))
        .findFirst()
        .orElseThrow(
            () -> Refusal.invalid("AllocationStrategy", wireName, "No such allocation strategy."));
  }

  public String wireName() {
    return wireName;
  }

  boolean isFor(Market market) {
    return switch (market) {
      case SPOT -> this != PRIORITIZED;
      case ON_DEMAND -> this == PRIORITIZED || this == LOWEST_PRICE;
    };
  }
}
