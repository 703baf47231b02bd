package dev.runnerfleet.sandbox.ec2;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.instance.EndCause;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.aws.instance.InstanceFilters;
import dev.runnerfleet.sandbox.core.aws.instance.StateChange;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

/** Instances over the wire. */
final class InstanceActions {
  private static final int LEAST_PAGE = 5;
  private static final int MOST_PAGE = 1000;

  private final WorldClock world;
  private final String account;

  InstanceActions(WorldClock world, String account) {
    this.world = world;
    this.account = account;
  }

  List<Ec2Action> all() {
    return List.of(
        Ec2Action.of("DescribeInstances", DescribeInstancesRequest::builder, this::describe),
        Ec2Action.of("TerminateInstances", TerminateInstancesRequest::builder, this::terminate),
        Ec2Action.of("CreateTags", CreateTagsRequest::builder, this::tag));
  }

  private DescribeInstancesResponse describe(DescribeInstancesRequest request) {
    var page = request.hasInstanceIds() ? named(request) : listed(request);
    var reservations = new LinkedHashMap<String, List<Instance>>();
    for (Instance instance : page.items()) {
      reservations.computeIfAbsent(instance.reservationId(), id -> new ArrayList<>()).add(instance);
    }
    return DescribeInstancesResponse.builder()
        .reservations(reservations.entrySet().stream().map(this::reservation).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private Page<Instance> named(DescribeInstancesRequest request) {
    if (request.maxResults() != null) {
      throw new Refusal(
          "InvalidParameterCombination",
          "The parameter instancesSet cannot be used with the parameter maxResults");
    }
    var matching = InstanceFilters.all(Shapes.filters(request.filters()));
    List<Instance> found = world.ask(w -> w.cloud().instances().require(request.instanceIds()));
    return new Page<>(found.stream().filter(matching).toList(), null);
  }

  private Page<Instance> listed(DescribeInstancesRequest request) {
    Integer size = Page.checkMaxResults(request.maxResults(), LEAST_PAGE, MOST_PAGE);
    int limit = size == null ? Integer.MAX_VALUE - 1 : size;
    long after = Page.position(request.nextToken());
    var matching = InstanceFilters.all(Shapes.filters(request.filters()));
    // One more than asked for tells whether there is a further page.
    var found = world.ask(w -> w.cloud().instances().list(matching, after, limit + 1));
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    var items = found.subList(0, limit);
    return new Page<>(items, Page.token(items.getLast().sequence()));
  }

  private Reservation reservation(Map.Entry<String, List<Instance>> reservation) {
    return Reservation.builder()
        .reservationId(reservation.getKey())
        .ownerId(account)
        .groups(List.of())
        .instances(
            reservation.getValue().stream().map(i -> InstanceShapes.instance(i, account)).toList())
        .build();
  }

  private TerminateInstancesResponse terminate(TerminateInstancesRequest request) {
    if (request.instanceIds().isEmpty()) {
      throw Refusal.missing("InstanceId");
    }
    List<StateChange> changes =
        world.ask(w -> w.cloud().instances().end(request.instanceIds(), EndCause.API, w.now()));
    return TerminateInstancesResponse.builder()
        .terminatingInstances(changes.stream().map(InstanceActions::change).toList())
        .build();
  }

  private static InstanceStateChange change(StateChange change) {
    return InstanceStateChange.builder()
        .instanceId(change.instanceId())
        .previousState(InstanceShapes.state(change.previous()))
        .currentState(InstanceShapes.state(change.current()))
        .build();
  }

  private CreateTagsResponse tag(CreateTagsRequest request) {
    var tags = Shapes.tags(request.tags());
    if (request.resources().isEmpty() || tags.isEmpty()) {
      throw Refusal.missing(tags.isEmpty() ? "Tag" : "ResourceId");
    }
    world.tell(w -> w.cloud().tag(request.resources(), tags));
    return CreateTagsResponse.builder().build();
  }
}
