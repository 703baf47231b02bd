package dev.runnerfleet.sandbox.ec2.fleet;

import dev.runnerfleet.sandbox.core.aws.api.Filter;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.fleet.Fleet;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetOrder;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetReply;
import dev.runnerfleet.sandbox.ec2.action.Ec2Action;
import dev.runnerfleet.sandbox.ec2.action.Page.Cut;
import dev.runnerfleet.sandbox.ec2.action.Shapes;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateFleetRequest;
import software.amazon.awssdk.services.ec2.model.CreateFleetResponse;
import software.amazon.awssdk.services.ec2.model.DescribeFleetInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeFleetInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeFleetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeFleetsResponse;

/** EC2 Fleet over the wire; only instant fleets, which are all that an autoscaler should use. */
public final class FleetActions {
  private static final Map<String, Function<Fleet, Stream<String>>> FILTERS =
      Map.of(
          "type", fleet -> Stream.of("instant"),
          "fleet-state", fleet -> Stream.of("active"),
          "activity-status", fleet -> Stream.of(FleetShapes.activity(fleet)));

  private final WorldClock world;
  private final Cut pages;

  public FleetActions(WorldClock world) {
    this.world = world;
    this.pages = new Cut(world, "DescribeFleets", 1, 1000);
  }

  /** What it serves. */
  public List<Ec2Action> all() {
    return List.of(
        Ec2Action.of("CreateFleet", CreateFleetRequest::builder, this::create),
        Ec2Action.of("DescribeFleets", DescribeFleetsRequest::builder, this::describe),
        Ec2Action.of(
            "DescribeFleetInstances",
            DescribeFleetInstancesRequest::builder,
            this::describeInstances));
  }

  private CreateFleetResponse create(CreateFleetRequest request) {
    FleetOrder order = FleetOrders.of(request);
    FleetReply reply =
        world.ask(w -> w.cloud().fleets().create(order, request.clientToken(), w.now()));
    return CreateFleetResponse.builder()
        .fleetId(reply.fleetId())
        .instances(reply.launches().stream().map(FleetShapes::launch).toList())
        .errors(reply.errors().stream().map(FleetShapes::error).toList())
        .build();
  }

  /** Instant fleets are shown only to who asks for them, by id or by type. */
  private DescribeFleetsResponse describe(DescribeFleetsRequest request) {
    var filters = Shapes.filters(request.filters());
    boolean meant =
        filters.stream().anyMatch(f -> f.name().equals("type") && f.values().contains("instant"));
    var matching = Filter.all(filters, FILTERS, Fleet::tags);
    List<Fleet> found =
        world.ask(
            w -> {
              var fleets = w.cloud().fleets();
              if (!request.fleetIds().isEmpty()) {
                return request.fleetIds().stream().map(fleets::require).filter(matching).toList();
              }
              return meant ? fleets.all().stream().filter(matching).toList() : List.of();
            });
    var page = pages.of(found, request.maxResults(), request.nextToken());
    return DescribeFleetsResponse.builder()
        .fleets(page.items().stream().map(FleetShapes::fleet).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private DescribeFleetInstancesResponse describeInstances(DescribeFleetInstancesRequest request) {
    String id = Shapes.required("FleetId", request.fleetId());
    world.ask(w -> w.cloud().fleets().require(id));
    throw new Refusal(
        "UnsupportedOperation",
        "DescribeFleetInstances does not support fleets of type instant. Use DescribeFleets.");
  }
}
