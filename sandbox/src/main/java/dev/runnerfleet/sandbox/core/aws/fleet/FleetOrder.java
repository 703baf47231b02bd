package dev.runnerfleet.sandbox.core.aws.fleet;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import java.util.List;
import java.util.Map;

/**
 * What CreateFleet of type {@code instant} asks for. The 300 overrides that AWS allows at most are
 * those of the other types ("FleetLaunchTemplateConfigRequest").
 *
 * @param tags by the type of resource that they are for: fleet, instance or volume
 */
public record FleetOrder(
    List<FleetTarget> targets, List<FleetConfig> configs, Map<String, Map<String, String>> tags) {
  private static final int MAX_TARGET = 10_000;
  private static final int MAX_CONFIGS = 50;

  public FleetOrder {
    targets = List.copyOf(targets);
    configs = List.copyOf(configs);
    tags = Map.copyOf(tags);
    int target = targets.stream().mapToInt(FleetTarget::count).sum();
    if (target < 1 || target > MAX_TARGET) {
      throw Refusal.invalid(
          "TargetCapacitySpecification.TotalTargetCapacity", target, "It lies within 1 and 10000.");
    }
    if (configs.isEmpty()) {
      throw Refusal.missing("LaunchTemplateConfigs");
    }
    if (configs.size() > MAX_CONFIGS) {
      throw Refusal.invalid(
          "LaunchTemplateConfigs", configs.size() + " configurations", "At most 50 of them.");
    }
  }

  Map<String, String> tags(String resourceType) {
    return tags.getOrDefault(resourceType, Map.of());
  }
}
