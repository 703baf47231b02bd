package dev.runnerfleet.reaper.cloud;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.delivery.VertxContext;
import dev.runnerfleet.reaper.ReaperConfig;
import dev.runnerfleet.reaper.ReaperMetrics;
import dev.runnerfleet.reaper.core.Observation;
import dev.runnerfleet.reaper.core.Observation.InstanceGone;
import dev.runnerfleet.reaper.core.Observation.InstanceStopping;
import dev.runnerfleet.reaper.core.Observation.InstanceUnknown;
import dev.runnerfleet.reaper.core.Observation.InstanceUp;
import dev.runnerfleet.reaper.core.Observation.TerminationAccepted;
import dev.runnerfleet.reaper.core.Observation.Unknown;
import dev.runnerfleet.reaper.core.SweepView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.StateReason;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Terminates and lists instances. What fails is {@link Unknown} and will be tried again. */
@ApplicationScoped
public class Instances {

  /** EC2's limit on the values of one filter. */
  private static final int FILTER_VALUES = 200;

  private static final int PER_PAGE = 1000;
  private static final String BAD_ID = "InvalidInstanceID";
  private static final String UNKNOWN_ID = "InvalidInstanceID.NotFound";
  private static final Logger LOG = Logger.getLogger(Instances.class);

  private final Ec2Clients clients;
  private final String fleet;
  private final ReaperMetrics metrics;

  Instances(Ec2Clients clients, ReaperConfig config, ReaperMetrics metrics) {
    this.clients = clients;
    this.fleet = config.fleetName();
    this.metrics = metrics;
  }

  /**
   * Terminates them in one call. One bad id fails the whole of it, so then each has a call of its
   * own.
   */
  public Uni<Map<InstanceId, Observation>> terminate(String region, Collection<InstanceId> ids) {
    List<String> names = ids.stream().map(InstanceId::toString).toList();
    return VertxContext.returning(
            () -> clients.terminating(region).terminateInstances(r -> r.instanceIds(names)))
        .map(done -> all(ids, new TerminationAccepted()))
        .invoke(() -> metrics.called("ec2", "TerminateInstances", "ok"))
        .onFailure()
        .recoverWithUni(failure -> refused(region, ids, failure));
  }

  private Uni<Map<InstanceId, Observation>> refused(
      String region, Collection<InstanceId> ids, Throwable failure) {
    boolean badId = code(failure).startsWith(BAD_ID);
    metrics.called("ec2", "TerminateInstances", badId ? "bad-id" : "failed");
    if (!badId) {
      LOG.warnf("Instances not terminated region=%s reason=%s", region, reason(failure));
      return Uni.createFrom().item(all(ids, new Unknown()));
    }
    if (ids.size() == 1) {
      return Uni.createFrom().item(all(ids, new InstanceUnknown()));
    }
    Map<InstanceId, Observation> outcome = new HashMap<>();
    Uni<Void> each = Uni.createFrom().voidItem();
    for (InstanceId id : ids) {
      each =
          each.chain(() -> terminate(region, List.of(id)))
              .invoke(outcome::putAll)
              .replaceWithVoid();
    }
    return each.replaceWith(outcome);
  }

  /** Looks at these instances; those that a complete listing does not show are gone. */
  public Uni<Map<InstanceId, Observation>> look(String region, Collection<InstanceId> ids) {
    Map<InstanceId, Observation> seen = new HashMap<>();
    List<InstanceId> left = List.copyOf(ids);
    Uni<Void> all = Uni.createFrom().voidItem();
    for (int from = 0; from < left.size(); from += FILTER_VALUES) {
      List<InstanceId> some = left.subList(from, Math.min(left.size(), from + FILTER_VALUES));
      all = all.chain(() -> lookAtSome(region, some)).invoke(seen::putAll).replaceWithVoid();
    }
    return all.replaceWith(seen);
  }

  private Uni<Map<InstanceId, Observation>> lookAtSome(String region, List<InstanceId> ids) {
    Filter filter =
        Filter.builder()
            .name("instance-id")
            .values(ids.stream().map(InstanceId::toString).toList())
            .build();
    return listed(region, filter)
        .map(
            listing -> {
              if (listing.isEmpty()) {
                return all(ids, new Unknown());
              }
              Map<InstanceId, Observation> seen = new HashMap<>(all(ids, new InstanceGone()));
              listing.get().forEach(i -> seen.put(new InstanceId(i.instanceId()), state(i)));
              return seen;
            });
  }

  /** All instances of this fleet in a region; none if any page failed. */
  public Uni<Optional<List<SweepView.Instance>>> ofFleet(String region) {
    Filter filter = Filter.builder().name("tag:runnerfleet:fleet").values(fleet).build();
    return listed(region, filter)
        .map(listing -> listing.map(found -> found.stream().map(i -> ofFleet(region, i)).toList()));
  }

  /**
   * What EC2 said of instances by their ids. Those in neither list got no answer.
   *
   * @param unknown those of which EC2 said, each on its own, that there is no such instance
   */
  public record ById(List<SweepView.Instance> shown, List<InstanceId> unknown) {
    public ById {
      shown = List.copyOf(shown);
      unknown = List.copyOf(unknown);
    }
  }

  /**
   * Asks for these very instances. One id that EC2 does not know fails the whole of a call, so then
   * each half has a call of its own. Any other failure ends the asking, with the answers so far.
   */
  public Uni<ById> byId(String region, List<InstanceId> ids) {
    List<SweepView.Instance> shown = new ArrayList<>();
    List<InstanceId> unknown = new ArrayList<>();
    Uni<Void> asked = Uni.createFrom().voidItem();
    for (int from = 0; from < ids.size(); from += PER_PAGE) {
      List<InstanceId> some = ids.subList(from, Math.min(ids.size(), from + PER_PAGE));
      asked = asked.chain(() -> ask(region, some, shown, unknown));
    }
    return asked
        .onFailure()
        .invoke(failure -> incomplete(region, failure))
        .onFailure()
        .recoverWithNull()
        .map(done -> new ById(shown, unknown));
  }

  private Uni<Void> ask(
      String region,
      List<InstanceId> ids,
      List<SweepView.Instance> shown,
      List<InstanceId> unknown) {
    // Neither a filter nor a page size: with them an id that is unknown would just not be shown.
    List<String> names = ids.stream().map(InstanceId::toString).toList();
    return VertxContext.<DescribeInstancesResponse>returning(
            () -> clients.listing(region).describeInstances(r -> r.instanceIds(names)))
        .invoke(() -> metrics.called("ec2", "DescribeInstances", "ok"))
        .invoke(
            answer ->
                answer.reservations().stream()
                    .flatMap(reservation -> reservation.instances().stream())
                    .map(instance -> ofFleet(region, instance))
                    .forEach(shown::add))
        .replaceWithVoid()
        .onFailure(failure -> code(failure).startsWith(BAD_ID))
        .recoverWithUni(failure -> narrow(region, ids, code(failure), shown, unknown));
  }

  private Uni<Void> narrow(
      String region,
      List<InstanceId> ids,
      String code,
      List<SweepView.Instance> shown,
      List<InstanceId> unknown) {
    metrics.called("ec2", "DescribeInstances", "bad-id");
    int half = ids.size() / 2;
    if (half > 0) {
      return ask(region, ids.subList(0, half), shown, unknown)
          .chain(() -> ask(region, ids.subList(half, ids.size()), shown, unknown));
    }
    if (code.equals(UNKNOWN_ID)) {
      unknown.addAll(ids);
    }
    return Uni.createFrom().voidItem();
  }

  private Uni<Optional<List<Instance>>> listed(String region, Filter filter) {
    List<Instance> found = new ArrayList<>();
    return pages(region, filter, null, found)
        .map(done -> Optional.of(List.copyOf(found)))
        .invoke(() -> metrics.called("ec2", "DescribeInstances", "ok"))
        .onFailure()
        .recoverWithItem(failure -> incomplete(region, failure));
  }

  private Uni<Boolean> pages(
      String region, Filter filter, @Nullable String token, List<Instance> found) {
    DescribeInstancesRequest request =
        DescribeInstancesRequest.builder()
            .filters(filter)
            .maxResults(PER_PAGE)
            .nextToken(token)
            .build();
    return VertxContext.<DescribeInstancesResponse>returning(
            () -> clients.listing(region).describeInstances(request))
        .chain(
            answer -> {
              for (Reservation reservation : answer.reservations()) {
                found.addAll(reservation.instances());
              }
              String next = answer.nextToken();
              return next == null || next.isEmpty()
                  ? Uni.createFrom().item(true)
                  : pages(region, filter, next, found);
            });
  }

  private Optional<List<Instance>> incomplete(String region, Throwable failure) {
    metrics.called("ec2", "DescribeInstances", "failed");
    LOG.warnf("Instances not listed completely region=%s reason=%s", region, reason(failure));
    return Optional.empty();
  }

  private static Observation state(Instance instance) {
    return switch (instance.state().name()) {
      case TERMINATED -> new InstanceGone();
      case SHUTTING_DOWN -> new InstanceStopping();
      case PENDING, RUNNING, STOPPING, STOPPED -> new InstanceUp();
      case UNKNOWN_TO_SDK_VERSION -> new Unknown();
    };
  }

  private static SweepView.Instance ofFleet(String region, Instance instance) {
    InstanceStateName state = instance.state().name();
    StateReason reason = instance.stateReason();
    String code = reason == null ? "" : String.valueOf(reason.code());
    return new SweepView.Instance(
        new InstanceId(instance.instanceId()),
        region,
        pool(instance),
        state != InstanceStateName.TERMINATED && state != InstanceStateName.SHUTTING_DOWN,
        code.startsWith("Server."),
        instance.launchTime());
  }

  private static @Nullable PoolName pool(Instance instance) {
    for (Tag tag : instance.tags()) {
      if (tag.key().equals("runnerfleet:pool")) {
        try {
          return new PoolName(tag.value());
        } catch (InvalidValueException e) {
          return null; // somebody wrote over it
        }
      }
    }
    return null;
  }

  private static Map<InstanceId, Observation> all(
      Collection<InstanceId> ids, Observation observation) {
    return ids.stream()
        .distinct()
        .collect(Collectors.toMap(Function.identity(), id -> observation));
  }

  private static String code(Throwable failure) {
    if (cause(failure) instanceof AwsServiceException refused
        && refused.awsErrorDetails() != null
        && refused.awsErrorDetails().errorCode() != null) {
      return refused.awsErrorDetails().errorCode();
    }
    return "";
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  private static String reason(Throwable failure) {
    String code = code(failure);
    return code.isEmpty() ? String.valueOf(cause(failure)) : code;
  }
}
