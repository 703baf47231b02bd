package dev.runnerfleet.sandbox.ec2.instance;

import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.instance.EndCause;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.aws.instance.InstanceFilters;
import dev.runnerfleet.sandbox.core.aws.instance.InstanceState;
import dev.runnerfleet.sandbox.core.aws.instance.StateChange;
import dev.runnerfleet.sandbox.core.aws.volume.Volume;
import dev.runnerfleet.sandbox.ec2.action.Ec2Action;
import dev.runnerfleet.sandbox.ec2.action.Page;
import dev.runnerfleet.sandbox.ec2.action.Page.Cut;
import dev.runnerfleet.sandbox.ec2.action.Shapes;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

/** Instances over the wire. */
public final class InstanceActions {
  private static final int LEAST_PAGE = 5;
  private static final int MOST_PAGE = 1000;
  private static final int MOST_IDS = 1000;

  private final WorldClock world;
  private final String account;
  private final Cut instancePages;
  private final Cut statusPages;

  public InstanceActions(WorldClock world, String account) {
    this.world = world;
    this.account = account;
    this.instancePages = new Cut(world, "DescribeInstances", LEAST_PAGE, MOST_PAGE);
    this.statusPages = new Cut(world, "DescribeInstanceStatus", LEAST_PAGE, MOST_PAGE);
  }

  /** What it serves. */
  public List<Ec2Action> all() {
    return List.of(
        Ec2Action.of("DescribeInstances", DescribeInstancesRequest::builder, this::describe),
        Ec2Action.of(
            "DescribeInstanceStatus", DescribeInstanceStatusRequest::builder, this::statuses),
        Ec2Action.of("TerminateInstances", TerminateInstancesRequest::builder, this::terminate));
  }

  /** An instance with what else is shown of it. */
  record Seen(Instance instance, List<Volume> volumes) {}

  private DescribeInstancesResponse describe(DescribeInstancesRequest request) {
    var matching = InstanceFilters.all(Shapes.filters(request.filters()));
    var page =
        page(
            instancePages,
            request.instanceIds(),
            matching,
            request.maxResults(),
            request.nextToken());
    var reservations = new LinkedHashMap<String, List<Seen>>();
    for (Seen seen : page.items()) {
      reservations
          .computeIfAbsent(seen.instance().reservationId(), id -> new ArrayList<>())
          .add(seen);
    }
    return DescribeInstancesResponse.builder()
        .reservations(
            reservations.entrySet().stream().map(each -> reservation(each, account)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private Page<Seen> page(
      Cut cut,
      List<String> ids,
      Predicate<Instance> matching,
      @Nullable Integer maxResults,
      @Nullable String token) {
    if (!ids.isEmpty()) {
      if (maxResults != null) {
        throw new Refusal(
            "InvalidParameterCombination",
            "The parameter instancesSet cannot be used with the parameter maxResults");
      }
      checkCount(ids);
      return world.ask(w -> new Page<>(named(w, ids, matching), null));
    }
    var spoilt = world.ask(w -> w.faults().listing(w.now()));
    return spoilt.isPresent()
        ? new SpoiltListing(world, spoilt.get()).page(cut, matching, token)
        : listed(cut, matching, maxResults, token);
  }

  private Page<Seen> listed(
      Cut cut, Predicate<Instance> matching, @Nullable Integer maxResults, @Nullable String token) {
    int limit = maxResults == null ? Integer.MAX_VALUE - 1 : cut.size(maxResults);
    long after = cut.position(token);
    // One more than asked for tells whether there is a further page.
    var found = world.ask(w -> seen(w, w.cloud().instances().list(matching, after, limit + 1)));
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    var items = found.subList(0, limit);
    return new Page<>(items, cut.token(items.getLast().instance().sequence()));
  }

  private static List<Seen> named(World world, List<String> ids, Predicate<Instance> matching) {
    return seen(
        world, world.cloud().instances().requireShown(ids).stream().filter(matching).toList());
  }

  static List<Seen> seen(World world, List<Instance> instances) {
    return instances.stream()
        .map(instance -> new Seen(instance, world.cloud().volumes().of(instance.id())))
        .toList();
  }

  private static void checkCount(List<String> ids) {
    if (ids.size() > MOST_IDS) {
      throw Refusal.invalid("InstanceId", ids.size() + " ids", "At most 1000 at a time.");
    }
  }

  static Reservation reservation(Map.Entry<String, List<Seen>> reservation, String account) {
    return Reservation.builder()
        .reservationId(reservation.getKey())
        .ownerId(account)
        .groups(List.of())
        .instances(
            reservation.getValue().stream()
                .map(seen -> InstanceShapes.instance(seen, account))
                .toList())
        .build();
  }

  private DescribeInstanceStatusResponse statuses(DescribeInstanceStatusRequest request) {
    boolean all = Boolean.TRUE.equals(request.includeAllInstances());
    var filters = InstanceFilters.all(Shapes.filters(request.filters()));
    Predicate<Instance> matching =
        instance -> (all || instance.state() == InstanceState.RUNNING) && filters.test(instance);
    var page =
        page(
            statusPages,
            request.instanceIds(),
            matching,
            request.maxResults(),
            request.nextToken());
    Instant now = world.ask(World::now);
    return DescribeInstanceStatusResponse.builder()
        .instanceStatuses(
            page.items().stream()
                .map(seen -> InstanceStatusShapes.status(seen.instance(), now))
                .toList())
        .nextToken(page.nextToken())
        .build();
  }

  private TerminateInstancesResponse terminate(TerminateInstancesRequest request) {
    var ids = request.instanceIds();
    if (ids.isEmpty()) {
      throw Refusal.missing("InstanceId");
    }
    checkCount(ids);
    List<StateChange> changes =
        world.ask(
            w -> {
              var instances = w.cloud().instances();
              instances.requireShown(ids);
              w.cloud().limits().charge("TerminateInstances", ids.size(), w.now());
              return instances.end(ids, EndCause.API, w.now());
            });
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
}
