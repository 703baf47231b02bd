package dev.runnerfleet.sandbox.ec2.fleet;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.fleet.AllocationStrategy;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetConfig;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetOrder;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetOverride;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetTarget;
import dev.runnerfleet.sandbox.core.aws.template.TemplateRef;
import dev.runnerfleet.sandbox.ec2.action.Shapes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateFleetRequest;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateConfigRequest;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverridesRequest;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.TargetCapacitySpecificationRequest;

/** Reads what a CreateFleet request orders, and refuses what no order can be read from. */
final class FleetOrders {
  private static final Set<String> TAGGABLE = Set.of("fleet", "instance", "volume");
  private static final String TOTAL = "TargetCapacitySpecification.TotalTargetCapacity";

  private FleetOrders() {}

  static FleetOrder of(CreateFleetRequest request) {
    if (!"instant".equals(request.typeAsString())) {
      throw new Refusal("UnsupportedOperation", "Only fleets of type instant exist here.");
    }
    return new FleetOrder(
        targets(request),
        request.launchTemplateConfigs().stream().map(FleetOrders::config).toList(),
        tags(request.tagSpecifications()));
  }

  private static Map<String, Map<String, String>> tags(List<TagSpecification> specifications) {
    var tags = new TreeMap<String, Map<String, String>>();
    for (String type : Shapes.taggedTypes(specifications)) {
      if (!TAGGABLE.contains(type)) {
        throw Refusal.invalid(
            "TagSpecification.ResourceType",
            type,
            "An instant fleet tags fleet, instance or volume.");
      }
      tags.put(type, Shapes.tags(specifications, type));
    }
    return tags;
  }

  private static List<FleetTarget> targets(CreateFleetRequest request) {
    var targets = new ArrayList<FleetTarget>();
    counts(request)
        .forEach(
            (market, count) -> {
              if (count > 0) {
                targets.add(
                    new FleetTarget(
                        market, strategy(request, market), count, least(request, market)));
              }
            });
    return targets;
  }

  /** What is asked of each market; the rest of the total goes to the default one. */
  private static Map<Market, Integer> counts(CreateFleetRequest request) {
    TargetCapacitySpecificationRequest target =
        Shapes.required("TargetCapacitySpecification", request.targetCapacitySpecification());
    int total = Shapes.required(TOTAL, target.totalTargetCapacity());
    var counts = new EnumMap<Market, Integer>(Market.class);
    counts.put(Market.SPOT, Objects.requireNonNullElse(target.spotTargetCapacity(), 0));
    counts.put(Market.ON_DEMAND, Objects.requireNonNullElse(target.onDemandTargetCapacity(), 0));
    int rest = total - counts.values().stream().mapToInt(Integer::intValue).sum();
    if (rest < 0 || counts.values().stream().anyMatch(count -> count < 0)) {
      throw Refusal.invalid(
          TOTAL, total, "It is at least the sum of the spot and on-demand capacities.");
    }
    if (rest > 0) {
      counts.merge(defaultMarket(target), rest, Integer::sum);
    }
    return counts;
  }

  private static Market defaultMarket(TargetCapacitySpecificationRequest target) {
    String name = target.defaultTargetCapacityTypeAsString();
    return switch (name) {
      case null -> Market.ON_DEMAND;
      case "spot" -> Market.SPOT;
      case "on-demand" -> Market.ON_DEMAND;
      default ->
          throw Refusal.invalid(
              "TargetCapacitySpecification.DefaultTargetCapacityType", name, "spot or on-demand.");
    };
  }

  private static AllocationStrategy strategy(CreateFleetRequest request, Market market) {
    var spot = request.spotOptions();
    var onDemand = request.onDemandOptions();
    String name =
        switch (market) {
          case SPOT -> spot == null ? null : spot.allocationStrategyAsString();
          case ON_DEMAND -> onDemand == null ? null : onDemand.allocationStrategyAsString();
        };
    return name == null ? AllocationStrategy.LOWEST_PRICE : AllocationStrategy.of(name);
  }

  private static int least(CreateFleetRequest request, Market market) {
    var spot = request.spotOptions();
    var onDemand = request.onDemandOptions();
    Integer least =
        switch (market) {
          case SPOT -> spot == null ? null : spot.minTargetCapacity();
          case ON_DEMAND -> onDemand == null ? null : onDemand.minTargetCapacity();
        };
    return Objects.requireNonNullElse(least, 0);
  }

  private static FleetConfig config(FleetLaunchTemplateConfigRequest config) {
    var named =
        Shapes.required(
            "LaunchTemplateConfigs.LaunchTemplateSpecification",
            config.launchTemplateSpecification());
    return new FleetConfig(
        new TemplateRef(named.launchTemplateId(), named.launchTemplateName()),
        Shapes.required(
            "LaunchTemplateConfigs.LaunchTemplateSpecification.Version", named.version()),
        config.overrides().stream().map(FleetOrders::override).toList());
  }

  private static FleetOverride override(FleetLaunchTemplateOverridesRequest override) {
    if (override.weightedCapacity() != null && override.weightedCapacity() != 1) {
      throw new Refusal("UnsupportedOperation", "Weighted capacity is not simulated here.");
    }
    if (override.instanceRequirements() != null) {
      throw new Refusal("UnsupportedOperation", "Instance requirements are not simulated here.");
    }
    return new FleetOverride(
        override.instanceTypeAsString(),
        override.subnetId(),
        zone(override),
        override.priority(),
        override.imageId(),
        override.maxPrice() == null ? null : Shapes.price("MaxPrice", override.maxPrice()));
  }

  private static @Nullable String zone(FleetLaunchTemplateOverridesRequest override) {
    return override.availabilityZone() != null
        ? override.availabilityZone()
        : override.placement() == null ? null : override.placement().availabilityZone();
  }
}
