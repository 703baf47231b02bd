package dev.runnerfleet.sandbox.core.aws.fleet;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import java.util.List;
import java.util.Map;

/**
 * What CreateFleet of type {@code instant} asks for.
 *
 * @param minTarget with fewer instances than this, none at all are launched
 */
public record FleetOrder(
    Market market,
    AllocationStrategy strategy,
    int target,
    int minTarget,
    List<FleetConfig> configs,
    Map<String, String> instanceTags) {
  private static final int MAX_TARGET = 10_000;
  private static final int MAX_OVERRIDES = 300;

  public FleetOrder {
    configs = List.copyOf(configs);
    instanceTags = Map.copyOf(instanceTags);
    if (target < 1 || target > MAX_TARGET) {
      throw Refusal.invalid(
          "TargetCapacitySpecification.TotalTargetCapacity", target, "It lies within 1 and 10000.");
    }
    if (configs.isEmpty()) {
      throw Refusal.missing("LaunchTemplateConfigs");
    }
    if (configs.stream().mapToInt(config -> config.overrides().size()).sum() > MAX_OVERRIDES) {
      throw new Refusal(
          "InvalidFleetConfig", "The fleet configuration has more than 300 instance pools.");
    }
  }
}
