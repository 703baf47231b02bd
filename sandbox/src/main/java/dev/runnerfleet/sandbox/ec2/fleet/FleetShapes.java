package dev.runnerfleet.sandbox.ec2.fleet;

import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.fleet.Fleet;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetError;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetLaunch;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetOverride;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetTarget;
import dev.runnerfleet.sandbox.core.aws.template.TemplateVersion;
import dev.runnerfleet.sandbox.ec2.action.Shapes;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.CreateFleetError;
import software.amazon.awssdk.services.ec2.model.CreateFleetInstance;
import software.amazon.awssdk.services.ec2.model.DescribeFleetError;
import software.amazon.awssdk.services.ec2.model.DescribeFleetsInstances;
import software.amazon.awssdk.services.ec2.model.FleetData;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateAndOverridesResponse;
import software.amazon.awssdk.services.ec2.model.TargetCapacitySpecification;

/** EC2's shapes of what became of a fleet. */
final class FleetShapes {
  private FleetShapes() {}

  static CreateFleetInstance launch(FleetLaunch launch) {
    return CreateFleetInstance.builder()
        .launchTemplateAndOverrides(used(launch.template(), launch.override()))
        .lifecycle(launch.offering().market().wireName())
        .instanceIds(launch.instanceIds())
        .instanceType(launch.offering().type().name())
        .availabilityZone(launch.offering().zone().name())
        .availabilityZoneId(launch.offering().zone().id())
        .build();
  }

  static CreateFleetError error(FleetError error) {
    return CreateFleetError.builder()
        .launchTemplateAndOverrides(used(error.template(), error.override()))
        .lifecycle(error.market().wireName())
        .errorCode(error.code())
        .errorMessage(error.message())
        .build();
  }

  private static LaunchTemplateAndOverridesResponse used(
      TemplateVersion template, FleetOverride override) {
    return LaunchTemplateAndOverridesResponse.builder()
        .launchTemplateSpecification(
            spec ->
                spec.launchTemplateId(template.templateId())
                    .version(String.valueOf(template.number())))
        .overrides(
            chosen ->
                chosen
                    .instanceType(override.instanceType())
                    .subnetId(override.subnetId())
                    .availabilityZone(override.zone())
                    .imageId(override.image())
                    .maxPrice(override.maxPrice() == null ? null : override.maxPrice().toString())
                    .priority(override.priority()))
        .build();
  }

  static String activity(Fleet fleet) {
    return fleet.reply().errors().isEmpty() ? "fulfilled" : "error";
  }

  static FleetData fleet(Fleet fleet) {
    double launched = fleet.reply().instanceIds().size();
    return FleetData.builder()
        .fleetId(fleet.id())
        .type("instant")
        .fleetState("active")
        .activityStatus(activity(fleet))
        .createTime(fleet.createdAt())
        .clientToken(fleet.clientToken())
        .fulfilledCapacity(launched)
        .fulfilledOnDemandCapacity((double) launchedOn(fleet, Market.ON_DEMAND))
        .targetCapacitySpecification(targets(fleet.order().targets()))
        .instances(fleet.reply().launches().stream().map(FleetShapes::described).toList())
        .errors(fleet.reply().errors().stream().map(FleetShapes::described).toList())
        .tags(Shapes.tags(fleet.tags()))
        .build();
  }

  private static long launchedOn(Fleet fleet, Market market) {
    return fleet.reply().launches().stream()
        .filter(launch -> launch.offering().market() == market)
        .mapToLong(launch -> launch.instanceIds().size())
        .sum();
  }

  private static TargetCapacitySpecification targets(List<FleetTarget> targets) {
    return TargetCapacitySpecification.builder()
        .totalTargetCapacity(targets.stream().mapToInt(FleetTarget::count).sum())
        .spotTargetCapacity(count(targets, Market.SPOT))
        .onDemandTargetCapacity(count(targets, Market.ON_DEMAND))
        .defaultTargetCapacityType(targets.getFirst().market().wireName())
        .build();
  }

  private static int count(List<FleetTarget> targets, Market market) {
    return targets.stream()
        .filter(target -> target.market() == market)
        .mapToInt(FleetTarget::count)
        .sum();
  }

  private static DescribeFleetsInstances described(FleetLaunch launch) {
    return DescribeFleetsInstances.builder()
        .launchTemplateAndOverrides(used(launch.template(), launch.override()))
        .lifecycle(launch.offering().market().wireName())
        .instanceIds(launch.instanceIds())
        .instanceType(launch.offering().type().name())
        .build();
  }

  private static DescribeFleetError described(FleetError error) {
    return DescribeFleetError.builder()
        .launchTemplateAndOverrides(used(error.template(), error.override()))
        .lifecycle(error.market().wireName())
        .errorCode(error.code())
        .errorMessage(error.message())
        .build();
  }
}
