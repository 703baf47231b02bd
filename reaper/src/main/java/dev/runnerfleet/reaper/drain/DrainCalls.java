package dev.runnerfleet.reaper.drain;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.reaper.cloud.Instances;
import dev.runnerfleet.reaper.core.Machine;
import dev.runnerfleet.reaper.core.drain.Action;
import dev.runnerfleet.reaper.core.drain.Drain;
import dev.runnerfleet.reaper.core.drain.Observation;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerFound;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerNotFound;
import dev.runnerfleet.reaper.core.drain.Observation.Unknown;
import dev.runnerfleet.reaper.core.sweep.SweepView.Registration;
import dev.runnerfleet.reaper.gitlab.GitLab;
import dev.runnerfleet.reaper.runner.PoolStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes the calls that drains are due for: GitLab's for each runner by itself, EC2's gathered into
 * one for each region.
 */
@ApplicationScoped
class DrainCalls {

  private final GitLab gitlab;
  private final Instances instances;
  private final PoolStore pools;
  private final Clock clock;

  DrainCalls(GitLab gitlab, Instances instances, PoolStore pools, Clock clock) {
    this.gitlab = gitlab;
    this.instances = instances;
    this.pools = pools;
    this.clock = clock;
  }

  /** A drain and what is known of its machine. */
  record Due(Drain drain, Machine machine) {
    Action action() {
      return drain.action(machine);
    }

    RunnerId runner() {
      return drain.retirement().runner();
    }
  }

  private record Seen(RunnerId runner, Observation observation) {}

  /**
   * Those that share a call, or have a call of their own: whoever waits for a slow answer waits
   * alone.
   */
  static List<List<Due>> parts(List<Due> due) {
    Map<String, List<Due>> together = new HashMap<>();
    List<List<Due>> parts = new ArrayList<>();
    for (Due one : due) {
      switch (one.action()) {
        case PAUSE, LIST_JOBS, LIST_LEFT_JOBS, UNPAUSE, DELETE_RUNNER -> parts.add(List.of(one));
        case CHECK, FIND_RUNNER, TERMINATE, CONFIRM, AWAIT, NONE ->
            together
                .computeIfAbsent(
                    one.action() + " " + one.machine().region(), shared -> new ArrayList<>())
                .add(one);
      }
    }
    parts.addAll(together.values());
    return parts;
  }

  /** What each call told; nothing for those that had none to make. */
  Uni<Map<RunnerId, Observation>> make(List<Due> due) {
    Map<Action, List<Due>> byAction = due.stream().collect(Collectors.groupingBy(Due::action));
    List<Uni<List<Seen>>> calls = new ArrayList<>();
    for (Map.Entry<Action, List<Due>> each : byAction.entrySet()) {
      calls.addAll(calls(each.getKey(), each.getValue()));
    }
    if (calls.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return Uni.join()
        .all(calls)
        .andFailFast()
        .map(
            lists ->
                lists.stream()
                    .flatMap(List::stream)
                    .collect(Collectors.toMap(Seen::runner, Seen::observation, (a, b) -> b)));
  }

  private List<Uni<List<Seen>>> calls(Action action, List<Due> due) {
    return switch (action) {
      case PAUSE -> each(due, gitlab::pause);
      case LIST_JOBS -> each(due, gitlab::runningJobs);
      case LIST_LEFT_JOBS -> each(due, gitlab::leftJobs);
      case UNPAUSE -> each(due, gitlab::unpause);
      case DELETE_RUNNER -> each(due, gitlab::delete);
      case FIND_RUNNER -> List.of(find(due));
      case TERMINATE -> byRegion(due, instances::terminate);
      case CHECK, CONFIRM -> byRegion(due, instances::look);
      case AWAIT, NONE -> List.of();
    };
  }

  private static List<Uni<List<Seen>>> each(
      List<Due> due, Function<GitLabRunnerId, Uni<Observation>> call) {
    List<Uni<List<Seen>>> calls = new ArrayList<>();
    for (Due one : due) {
      GitLabRunnerId id = one.machine().gitLabRunner();
      if (id != null) {
        calls.add(call.apply(id).map(seen -> List.of(new Seen(one.runner(), seen))));
      }
    }
    return calls;
  }

  /** One listing serves all who look for their runner. */
  private Uni<List<Seen>> find(List<Due> due) {
    Instant askedAt = clock.instant();
    return Panache.withSession(pools::places)
        .chain(places -> gitlab.registrations(places.scopes()))
        .map(listing -> due.stream().map(one -> found(one, listing, askedAt)).toList());
  }

  private static Seen found(Due one, Optional<List<Registration>> listing, Instant askedAt) {
    if (listing.isEmpty()) {
      return new Seen(one.runner(), new Unknown());
    }
    GitLabRunnerId known = one.machine().gitLabRunner();
    Optional<GitLabRunnerId> newest =
        listing.get().stream()
            .filter(r -> r.runner().equals(one.runner()) || r.id().equals(known))
            .map(Registration::id)
            .max(Comparator.comparingLong(GitLabRunnerId::value));
    return new Seen(
        one.runner(),
        newest.<Observation>map(RunnerFound::new).orElseGet(() -> new RunnerNotFound(askedAt)));
  }

  private interface RegionCall {
    Uni<Map<InstanceId, Observation>> make(String region, Collection<InstanceId> ids);
  }

  private static List<Uni<List<Seen>>> byRegion(List<Due> due, RegionCall call) {
    Map<String, Map<InstanceId, RunnerId>> regions = new HashMap<>();
    for (Due one : due) {
      if (one.machine().located()) {
        regions
            .computeIfAbsent(
                Objects.requireNonNull(one.machine().region()), region -> new HashMap<>())
            .put(Objects.requireNonNull(one.machine().instance()), one.runner());
      }
    }
    List<Uni<List<Seen>>> calls = new ArrayList<>();
    regions.forEach(
        (region, runners) ->
            calls.add(call.make(region, runners.keySet()).map(seen -> seen(seen, runners))));
    return calls;
  }

  private static List<Seen> seen(
      Map<InstanceId, Observation> outcome, Map<InstanceId, RunnerId> runners) {
    List<Seen> seen = new ArrayList<>();
    runners.forEach(
        (instance, runner) ->
            seen.add(new Seen(runner, outcome.getOrDefault(instance, new Unknown()))));
    return seen;
  }
}
