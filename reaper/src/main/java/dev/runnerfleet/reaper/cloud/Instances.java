package dev.runnerfleet.reaper.cloud;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.pace.core.Limits;
import dev.runnerfleet.reaper.core.drain.Observation;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceBypassed;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceGone;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceStopping;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceUnknown;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceUp;
import dev.runnerfleet.reaper.core.drain.Observation.TerminationAccepted;
import dev.runnerfleet.reaper.core.drain.Observation.Unknown;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Terminates single instances and looks at them. What fails, or has no token, is {@link Unknown}
 * and will be tried again, together with whatever has come due meanwhile.
 */
@ApplicationScoped
public class Instances {

  /** EC2's limit on the values of one filter. */
  private static final int FILTER_VALUES = 200;

  private static final String TERMINATE = "TerminateInstances";
  private static final String BAD_ID = "InvalidInstanceID";
  private static final Logger LOG = Logger.getLogger(Instances.class);

  private final Ec2Calls ec2;
  private final InstancePages pages;
  private final InstancesById byId;
  private final Account account;

  Instances(Ec2Calls ec2, InstancePages pages, InstancesById byId, Account account) {
    this.ec2 = ec2;
    this.pages = pages;
    this.byId = byId;
    this.account = account;
  }

  /**
   * Terminates as many of them as AWS's buckets allow now, in one call. One bad id fails the whole
   * of it, so then each has a call of its own.
   */
  public Uni<Map<InstanceId, Observation>> terminate(String region, Collection<InstanceId> ids) {
    return account
        .isOurs(region)
        .chain(ours -> ours ? allowed(region, ids) : Uni.createFrom().item(0))
        .chain(allowed -> terminate(region, ids, allowed))
        .onFailure()
        .recoverWithItem(failure -> all(ids, unknown(region, failure)));
  }

  private Uni<Integer> allowed(String region, Collection<InstanceId> ids) {
    return ec2.allowance(1, TERMINATE, region)
        .chain(
            calls ->
                calls == 0
                    ? Uni.createFrom().item(0)
                    : ec2.allowance(ids.size(), Limits.TERMINATED_INSTANCES, region));
  }

  private Uni<Map<InstanceId, Observation>> terminate(
      String region, Collection<InstanceId> ids, int allowed) {
    Map<InstanceId, Observation> outcome = new HashMap<>(all(ids, new Unknown()));
    List<InstanceId> now = ids.stream().distinct().limit(allowed).toList();
    return now.isEmpty()
        ? Uni.createFrom().item(outcome)
        : call(region, now)
            .onFailure(failure -> Ec2Calls.code(failure).startsWith(BAD_ID))
            .recoverWithUni(failure -> oneByOne(region, now))
            .onFailure()
            .recoverWithItem(failure -> all(now, unknown(region, failure)))
            .invoke(outcome::putAll)
            .replaceWith(outcome);
  }

  private Uni<Map<InstanceId, Observation>> call(String region, List<InstanceId> ids) {
    List<String> names = ids.stream().map(InstanceId::toString).toList();
    return ec2.withToken(
            TERMINATE, region, client -> client.terminateInstances(r -> r.instanceIds(names)))
        .map(done -> all(ids, new TerminationAccepted()));
  }

  private Uni<Map<InstanceId, Observation>> oneByOne(String region, List<InstanceId> ids) {
    if (ids.size() == 1) {
      return Uni.createFrom().item(all(ids, new InstanceUnknown()));
    }
    Map<InstanceId, Observation> outcome = new HashMap<>();
    Uni<Void> each = Uni.createFrom().voidItem();
    for (InstanceId id : ids) {
      each = each.chain(() -> single(region, id)).invoke(outcome::putAll).replaceWithVoid();
    }
    return each.replaceWith(outcome);
  }

  private Uni<Map<InstanceId, Observation>> single(String region, InstanceId id) {
    List<InstanceId> one = List.of(id);
    return ec2.allowance(1, TERMINATE, region)
        .chain(
            calls ->
                calls == 0
                    ? Uni.createFrom().item(all(one, new Unknown()))
                    : call(region, one)
                        .onFailure(failure -> Ec2Calls.code(failure).startsWith(BAD_ID))
                        .recoverWithItem(failure -> all(one, new InstanceUnknown()))
                        .onFailure()
                        .recoverWithItem(failure -> all(one, unknown(region, failure))));
  }

  private static Observation unknown(String region, Throwable failure) {
    LOG.warnf("Instances not terminated region=%s reason=%s", region, Ec2Calls.reason(failure));
    return new Unknown();
  }

  /**
   * Looks at these instances. Those that a complete listing does not show are asked for by id:
   * nothing follows from a listing that comes back empty.
   */
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
    return pages
        .all(region, filter)
        .chain(
            listing ->
                listing.isEmpty()
                    ? Uni.createFrom().item(all(ids, new Unknown()))
                    : withAbsent(region, ids, states(listing.get())));
  }

  private Uni<Map<InstanceId, Observation>> withAbsent(
      String region, List<InstanceId> ids, Map<InstanceId, Observation> seen) {
    List<InstanceId> absent = ids.stream().filter(id -> !seen.containsKey(id)).toList();
    if (absent.isEmpty()) {
      return Uni.createFrom().item(seen);
    }
    return byId.ask(region, absent)
        .map(
            answer -> {
              seen.putAll(all(absent, new Unknown()));
              seen.putAll(states(answer.shown()));
              seen.putAll(all(answer.unknown(), new InstanceGone()));
              return seen;
            });
  }

  private static Map<InstanceId, Observation> states(List<Instance> shown) {
    Map<InstanceId, Observation> seen = new HashMap<>();
    shown.forEach(instance -> seen.put(new InstanceId(instance.instanceId()), state(instance)));
    return seen;
  }

  private static Observation state(Instance instance) {
    return switch (instance.state().name()) {
      case TERMINATED -> new InstanceGone();
      case SHUTTING_DOWN -> new InstanceStopping();
      case PENDING, RUNNING, STOPPING, STOPPED ->
          FleetInstances.bypassed(instance) ? new InstanceBypassed() : new InstanceUp();
      case UNKNOWN_TO_SDK_VERSION -> new Unknown();
    };
  }

  private static Map<InstanceId, Observation> all(
      Collection<InstanceId> ids, Observation observation) {
    return ids.stream()
        .distinct()
        .collect(Collectors.toMap(Function.identity(), id -> observation));
  }
}
