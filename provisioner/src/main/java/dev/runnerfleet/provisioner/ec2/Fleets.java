package dev.runnerfleet.provisioner.ec2;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.pace.Paces;
import dev.runnerfleet.pace.core.Limits;
import dev.runnerfleet.provisioner.ProvisionerConfig;
import dev.runnerfleet.provisioner.core.FleetReply;
import dev.runnerfleet.provisioner.core.Place;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateFleetError;
import software.amazon.awssdk.services.ec2.model.CreateFleetInstance;
import software.amazon.awssdk.services.ec2.model.CreateFleetRequest;
import software.amazon.awssdk.services.ec2.model.CreateFleetResponse;
import software.amazon.awssdk.services.ec2.model.DefaultTargetCapacityType;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateConfigRequest;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverridesRequest;
import software.amazon.awssdk.services.ec2.model.FleetOnDemandAllocationStrategy;
import software.amazon.awssdk.services.ec2.model.FleetType;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateAndOverridesResponse;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SpotAllocationStrategy;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Makes machines by CreateFleet, and unmakes those that nobody asked for. */
@ApplicationScoped
public class Fleets {

  private static final Logger LOG = Logger.getLogger(Fleets.class);

  private static final String LABELLING = "CreateTags";

  private final Ec2Calls ec2;
  private final Paces paces;
  private final String fleet;

  Fleets(Ec2Calls ec2, Paces paces, ProvisionerConfig config) {
    this.ec2 = ec2;
    this.paces = paces;
    this.fleet = config.fleetName();
  }

  /**
   * Calls CreateFleet, with the token that was taken when the call's intent was kept. Never fails:
   * what goes wrong is an answer.
   */
  public Uni<FleetAnswer> create(FleetCall call) {
    CreateFleetRequest request = request(call);
    return ec2.withToken(Limits.CREATE_FLEET, call.region(), client -> client.createFleet(request))
        .<FleetAnswer>map(response -> new FleetAnswer.Replied(reply(call, response)))
        .onFailure(RefusedException.class)
        .recoverWithItem(failure -> new FleetAnswer.Refused(failure.refusal()));
  }

  /** Terminates machines that no runner stands for. Fails with {@link RefusedException}. */
  public Uni<Void> terminate(String region, List<InstanceId> instances) {
    return ec2.call(
            "TerminateInstances",
            region,
            client ->
                client.terminateInstances(
                    request ->
                        request.instanceIds(instances.stream().map(InstanceId::value).toList())))
        .replaceWithVoid();
  }

  /** Writes each runner's id on its machine, for people. Best effort: nothing relies on it. */
  public Uni<Void> label(String region, Map<RunnerId, FleetReply.Machine> launched) {
    return paces
        .takeUpTo(launched.size(), LABELLING, region)
        .chain(most -> label(region, launched, most));
  }

  private Uni<Void> label(String region, Map<RunnerId, FleetReply.Machine> launched, int most) {
    List<Uni<Void>> calls =
        launched.entrySet().stream()
            .limit(most)
            .map(each -> label(region, each.getKey(), each.getValue().instance()))
            .toList();
    return calls.isEmpty()
        ? Uni.createFrom().voidItem()
        : Uni.join().all(calls).andCollectFailures().replaceWithVoid();
  }

  private Uni<Void> label(String region, RunnerId runner, InstanceId instance) {
    return ec2.slowingDown(
            LABELLING,
            region,
            client ->
                client.createTags(
                    request ->
                        request
                            .resources(instance.value())
                            .tags(Tags.tag(Tags.RUNNER, runner.value()))))
        .onFailure()
        .invoke(
            failure ->
                LOG.infof(
                    "Machine not labelled runner=%s instance=%s reason=%s",
                    runner, instance, failure.getMessage()))
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }

  private CreateFleetRequest request(FleetCall call) {
    List<FleetLaunchTemplateOverridesRequest> overrides =
        call.places().stream().map(place -> override(place, call.maxPrice())).toList();
    CreateFleetRequest.Builder request =
        CreateFleetRequest.builder()
            .type(FleetType.INSTANT)
            .clientToken(call.clientToken())
            .targetCapacitySpecification(
                capacity ->
                    capacity
                        .totalTargetCapacity(call.size())
                        .defaultTargetCapacityType(capacityType(call.market())))
            .launchTemplateConfigs(
                FleetLaunchTemplateConfigRequest.builder()
                    .launchTemplateSpecification(
                        template ->
                            template
                                .launchTemplateName(call.templateName())
                                .version(call.templateVersion()))
                    .overrides(overrides)
                    .build())
            .tagSpecifications(
                tagged(ResourceType.FLEET, call), tagged(ResourceType.INSTANCE, call));
    switch (call.market()) {
      case SPOT ->
          request.spotOptions(
              spot -> spot.allocationStrategy(SpotAllocationStrategy.PRICE_CAPACITY_OPTIMIZED));
      case ON_DEMAND ->
          request.onDemandOptions(
              onDemand ->
                  onDemand.allocationStrategy(FleetOnDemandAllocationStrategy.LOWEST_PRICE));
    }
    return request.build();
  }

  private static FleetLaunchTemplateOverridesRequest override(Place place, @Nullable Usd maxPrice) {
    var override =
        FleetLaunchTemplateOverridesRequest.builder()
            .instanceType(place.instanceType())
            .subnetId(place.subnet());
    if (!place.zone().isEmpty()) {
      override.availabilityZone(place.zone());
    }
    if (maxPrice != null) {
      override.maxPrice(maxPrice.toString());
    }
    return override.build();
  }

  private static DefaultTargetCapacityType capacityType(Offering.Market market) {
    return switch (market) {
      case SPOT -> DefaultTargetCapacityType.SPOT;
      case ON_DEMAND -> DefaultTargetCapacityType.ON_DEMAND;
    };
  }

  private TagSpecification tagged(ResourceType type, FleetCall call) {
    // Instances and volumes have the pool's own tags from the launch template.
    Map<String, String> own = type == ResourceType.FLEET ? call.tags() : Map.of();
    List<Tag> tags = new ArrayList<>(Tags.ofPool(fleet, call.pool(), call.poolRevision(), own));
    tags.add(Tags.tag(Tags.BATCH, call.launch()));
    return TagSpecification.builder().resourceType(type).tags(tags).build();
  }

  private static FleetReply reply(FleetCall call, CreateFleetResponse response) {
    List<FleetReply.Machine> machines = new ArrayList<>();
    for (CreateFleetInstance group : response.instances()) {
      Place place = place(call, group.launchTemplateAndOverrides(), group.instanceTypeAsString());
      Offering offering = new Offering(place.instanceType(), place.zone(), call.market());
      group
          .instanceIds()
          .forEach(id -> machines.add(new FleetReply.Machine(new InstanceId(id), offering)));
    }
    List<FleetReply.Shortfall> errors = new ArrayList<>();
    for (CreateFleetError error : response.errors()) {
      LOG.infof(
          "Offering refused launch=%s pool=%s code=%s",
          call.launch(), call.pool(), error.errorCode());
      errors.add(
          new FleetReply.Shortfall(
              error.errorCode(), place(call, error.launchTemplateAndOverrides(), null)));
    }
    return new FleetReply(machines, errors);
  }

  /** Which of the call's places an item of the reply is about. */
  private static Place place(
      FleetCall call,
      @Nullable LaunchTemplateAndOverridesResponse where,
      @Nullable String instanceType) {
    var overrides = where == null ? null : where.overrides();
    String type = instanceType;
    String subnet = "";
    String zone = "";
    if (overrides != null) {
      type = type == null ? overrides.instanceTypeAsString() : type;
      subnet = overrides.subnetId() == null ? "" : overrides.subnetId();
      zone = overrides.availabilityZone() == null ? "" : overrides.availabilityZone();
    }
    return new Place(type == null ? "" : type, subnet, zone.isEmpty() ? zone(call, subnet) : zone);
  }

  private static String zone(FleetCall call, String subnet) {
    return call.places().stream()
        .filter(place -> place.subnet().equals(subnet))
        .map(Place::zone)
        .findFirst()
        .orElse("");
  }
}
