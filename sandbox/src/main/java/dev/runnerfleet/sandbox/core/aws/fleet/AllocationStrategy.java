package dev.runnerfleet.sandbox.core.aws.fleet;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import java.util.Arrays;

/** By what an order's offerings are ranked. */
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
}
