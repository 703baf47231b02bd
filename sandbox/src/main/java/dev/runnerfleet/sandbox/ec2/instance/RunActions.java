package dev.runnerfleet.sandbox.ec2.instance;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.run.RunOrder;
import dev.runnerfleet.sandbox.core.aws.run.RunReply;
import dev.runnerfleet.sandbox.core.aws.template.LaunchTemplates;
import dev.runnerfleet.sandbox.core.aws.template.TemplateData;
import dev.runnerfleet.sandbox.core.aws.template.TemplateRef;
import dev.runnerfleet.sandbox.core.aws.template.TemplateVersion;
import dev.runnerfleet.sandbox.ec2.action.Ec2Action;
import dev.runnerfleet.sandbox.ec2.action.Shapes;
import dev.runnerfleet.sandbox.ec2.instance.InstanceActions.Seen;
import dev.runnerfleet.sandbox.ec2.template.TemplateShapes;
import dev.runnerfleet.sandbox.ec2.wire.Likeness;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/** RunInstances over the wire, which clients of one machine at a time use. */
public final class RunActions {
  private final WorldClock world;
  private final String account;

  public RunActions(WorldClock world, String account) {
    this.world = world;
    this.account = account;
  }

  /** What it serves. */
  public List<Ec2Action> all() {
    return List.of(Ec2Action.of("RunInstances", RunInstancesRequest::builder, this::run));
  }

  private RunInstancesResponse run(RunInstancesRequest request) {
    int most = Shapes.required("MaxCount", request.maxCount());
    int least = Shapes.required("MinCount", request.minCount());
    refuseWhatIsNotSimulated(request);
    var reservation =
        world.ask(
            w -> {
              RunOrder order = order(w, request, least, most);
              w.cloud().limits().charge("RunInstances", most, w.now());
              RunReply reply = w.cloud().runs().run(order, request.clientToken(), w.now());
              return Map.entry(reply.reservationId(), seen(w, reply));
            });
    var shape = InstanceActions.reservation(reservation, account);
    return RunInstancesResponse.builder()
        .reservationId(shape.reservationId())
        .ownerId(shape.ownerId())
        .groups(shape.groups())
        .instances(shape.instances())
        .build();
  }

  private static void refuseWhatIsNotSimulated(RunInstancesRequest request) {
    var market = request.instanceMarketOptions();
    var spot = market == null ? null : market.spotOptions();
    if (spot != null
        && (Objects.equals(spot.spotInstanceTypeAsString(), "persistent")
            || spot.blockDurationMinutes() != null)) {
      throw new Refusal("UnsupportedOperation", "Only one-time spot requests exist here.");
    }
  }

  private static List<Seen> seen(World world, RunReply reply) {
    return reply.instanceIds().stream()
        .flatMap(id -> world.cloud().instances().find(id).stream())
        .map(instance -> new Seen(instance, world.cloud().volumes().of(instance.id())))
        .toList();
  }

  private static RunOrder order(World world, RunInstancesRequest request, int least, int most) {
    TemplateVersion template = template(world.cloud().templates(), request);
    TemplateData asked = asked(request);
    TemplateData data = template == null ? asked : TemplateShapes.inherit(template.data(), asked);
    LaunchTemplates.check(data);
    return new RunOrder(
        data,
        template,
        market(data),
        subnet(request),
        request.placement() == null ? null : request.placement().availabilityZone(),
        least,
        most,
        maxPrice(data),
        tags(request));
  }

  private static @Nullable TemplateVersion template(
      LaunchTemplates templates, RunInstancesRequest request) {
    var named = request.launchTemplate();
    return named == null
        ? null
        : templates.version(
            new TemplateRef(named.launchTemplateId(), named.launchTemplateName()), named.version());
  }

  /** What the request says in the terms of a template; tags are told apart, as they add up. */
  private static TemplateData asked(RunInstancesRequest request) {
    var untagged = request.toBuilder().tagSpecifications(List.of()).build();
    var data = Likeness.fill(RequestLaunchTemplateData.builder(), untagged);
    if (request.securityGroupIds().isEmpty()) {
      data.securityGroupIds(
          request.networkInterfaces().stream().flatMap(each -> each.groups().stream()).toList());
    }
    return TemplateShapes.data(data.build());
  }

  private static @Nullable String subnet(RunInstancesRequest request) {
    return request.subnetId() != null
        ? request.subnetId()
        : request.networkInterfaces().stream()
            .map(InstanceNetworkInterfaceSpecification::subnetId)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
  }

  private static Market market(TemplateData data) {
    String name = data.parameters().get("InstanceMarketOptions.MarketType");
    if (name == null) {
      return Market.ON_DEMAND;
    }
    if (!name.equals("spot")) {
      throw Refusal.invalid("InstanceMarketOptions.MarketType", name, "Only spot exists here.");
    }
    return Market.SPOT;
  }

  private static @Nullable Usd maxPrice(TemplateData data) {
    String text = data.parameters().get("InstanceMarketOptions.SpotOptions.MaxPrice");
    return text == null ? null : Shapes.price("InstanceMarketOptions.SpotOptions.MaxPrice", text);
  }

  private static Map<String, Map<String, String>> tags(RunInstancesRequest request) {
    var tags = new TreeMap<String, Map<String, String>>();
    for (String type : Shapes.taggedTypes(request.tagSpecifications())) {
      if (!type.equals("instance") && !type.equals("volume")) {
        throw Refusal.invalid(
            "TagSpecification.ResourceType", type, "Instances and volumes are tagged here.");
      }
      tags.put(type, Shapes.tags(request.tagSpecifications(), type));
    }
    return tags;
  }
}
