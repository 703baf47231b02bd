package dev.runnerfleet.sandbox.ec2;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.fleet.AllocationStrategy;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetConfig;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetError;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetLaunch;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetOrder;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetOverride;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetReply;
import dev.runnerfleet.sandbox.core.aws.template.TemplateRef;
import dev.runnerfleet.sandbox.core.aws.template.TemplateVersion;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.CreateFleetError;
import software.amazon.awssdk.services.ec2.model.CreateFleetInstance;
import software.amazon.awssdk.services.ec2.model.CreateFleetRequest;
import software.amazon.awssdk.services.ec2.model.CreateFleetResponse;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateConfigRequest;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverridesRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateAndOverridesResponse;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** EC2 Fleet over the wire; only instant fleets, which are all that an autoscaler should use. */
final class FleetActions {
  private static final Set<String> TAGGABLE = Set.of("fleet", "instance", "volume");

  private final WorldClock world;

  FleetActions(WorldClock world) {
    this.world = world;
  }

  List<Ec2Action> all() {
    return List.of(Ec2Action.of("CreateFleet", CreateFleetRequest::builder, this::create));
  }

  private CreateFleetResponse create(CreateFleetRequest request) {
    if (!"instant".equals(request.typeAsString())) {
      throw new Refusal("UnsupportedOperation", "Only fleets of type instant exist here.");
    }
    FleetOrder order = order(request);
    FleetReply reply =
        world.ask(w -> w.cloud().fleets().create(order, request.clientToken(), w.now()));
    String lifecycle = order.market().wireName();
    return CreateFleetResponse.builder()
        .fleetId(reply.fleetId())
        .instances(reply.launches().stream().map(l -> launch(l, lifecycle)).toList())
        .errors(reply.errors().stream().map(e -> error(e, lifecycle)).toList())
        .build();
  }

  private static FleetOrder order(CreateFleetRequest request) {
    Market market = market(request);
    checkTagged(request.tagSpecifications());
    return new FleetOrder(
        market,
        strategy(request, market),
        total(request),
        minTarget(request, market),
        request.launchTemplateConfigs().stream().map(FleetActions::config).toList(),
        Shapes.tags(request.tagSpecifications(), "instance"));
  }

  private static void checkTagged(List<TagSpecification> specifications) {
    for (TagSpecification specification : specifications) {
      String type = specification.resourceTypeAsString();
      if (type == null || !TAGGABLE.contains(type)) {
        throw Refusal.invalid(
            "TagSpecification.ResourceType",
            String.valueOf(type),
            "An instant fleet tags fleet, instance or volume.");
      }
    }
  }

  private static int total(CreateFleetRequest request) {
    var target =
        Shapes.required("TargetCapacitySpecification", request.targetCapacitySpecification());
    return Shapes.required(
        "TargetCapacitySpecification.TotalTargetCapacity", target.totalTargetCapacity());
  }

  /** A fleet of both markets at once is not simulated. */
  private static Market market(CreateFleetRequest request) {
    var target =
        Shapes.required("TargetCapacitySpecification", request.targetCapacitySpecification());
    String name = target.defaultTargetCapacityTypeAsString();
    if (name == null) {
      boolean spot = Objects.requireNonNullElse(target.spotTargetCapacity(), 0) > 0;
      return spot ? Market.SPOT : Market.ON_DEMAND;
    }
    return switch (name) {
      case "spot" -> Market.SPOT;
      case "on-demand" -> Market.ON_DEMAND;
      default ->
          throw Refusal.invalid(
              "TargetCapacitySpecification.DefaultTargetCapacityType", name, "spot or on-demand.");
    };
  }

  private static AllocationStrategy strategy(CreateFleetRequest request, Market market) {
    String name =
        switch (market) {
          case SPOT ->
              request.spotOptions() == null
                  ? null
                  : request.spotOptions().allocationStrategyAsString();
          case ON_DEMAND ->
              request.onDemandOptions() == null
                  ? null
                  : request.onDemandOptions().allocationStrategyAsString();
        };
    return name == null ? AllocationStrategy.LOWEST_PRICE : AllocationStrategy.of(name);
  }

  private static int minTarget(CreateFleetRequest request, Market market) {
    Integer least =
        switch (market) {
          case SPOT ->
              request.spotOptions() == null ? null : request.spotOptions().minTargetCapacity();
          case ON_DEMAND ->
              request.onDemandOptions() == null
                  ? null
                  : request.onDemandOptions().minTargetCapacity();
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
        config.overrides().stream().map(FleetActions::override).toList());
  }

  private static FleetOverride override(FleetLaunchTemplateOverridesRequest override) {
    return new FleetOverride(
        override.instanceTypeAsString(),
        override.subnetId(),
        override.availabilityZone(),
        override.priority());
  }

  private static CreateFleetInstance launch(FleetLaunch launch, String lifecycle) {
    return CreateFleetInstance.builder()
        .launchTemplateAndOverrides(used(launch.template(), launch.override()))
        .lifecycle(lifecycle)
        .instanceIds(launch.instanceIds())
        .instanceType(launch.offering().type().name())
        .availabilityZone(launch.offering().zone().name())
        .availabilityZoneId(launch.offering().zone().id())
        .build();
  }

  private static CreateFleetError error(FleetError error, String lifecycle) {
    return CreateFleetError.builder()
        .launchTemplateAndOverrides(used(error.template(), error.override()))
        .lifecycle(lifecycle)
        .errorCode(error.code())
        .errorMessage(error.message())
        .build();
  }

  private static LaunchTemplateAndOverridesResponse used(
      TemplateVersion template, FleetOverride override) {
    return LaunchTemplateAndOverridesResponse.builder()
        .launchTemplateSpecification(
            spec -> spec.launchTemplateId(template.templateId()).version("" + template.number()))
        .overrides(
            chosen ->
                chosen
                    .instanceType(override.instanceType())
                    .subnetId(override.subnetId())
                    .availabilityZone(override.zone())
                    .priority(override.priority()))
        .build();
  }
}
