package dev.runnerfleet.reaper.sweep;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.reaper.cloud.FleetInstances;
import dev.runnerfleet.reaper.cloud.Leftovers;
import dev.runnerfleet.reaper.core.Machine;
import dev.runnerfleet.reaper.core.RunnerRecord;
import dev.runnerfleet.reaper.core.drain.Drain;
import dev.runnerfleet.reaper.core.sweep.Sweep;
import dev.runnerfleet.reaper.core.sweep.SweepView;
import dev.runnerfleet.reaper.core.sweep.SweepView.Instance;
import dev.runnerfleet.reaper.core.sweep.SweepView.Known;
import dev.runnerfleet.reaper.core.sweep.SweepView.Registration;
import dev.runnerfleet.reaper.core.sweep.SweepView.Thing;
import dev.runnerfleet.reaper.drain.DrainStore;
import dev.runnerfleet.reaper.gitlab.GitLab;
import dev.runnerfleet.reaper.runner.PoolStore;
import dev.runnerfleet.reaper.runner.PoolStore.Places;
import dev.runnerfleet.reaper.runner.PoolStore.Terms;
import dev.runnerfleet.reaper.runner.RunnerStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lists AWS, then GitLab, then our own records, in this order: whatever is launched or registered
 * meanwhile is then in a later list than the one that it would look strange without. At last it
 * asks AWS by id for the recorded machines that its listing did not show.
 */
@ApplicationScoped
class SweepLook {

  private final PoolStore pools;
  private final RunnerStore runners;
  private final DrainStore drains;
  private final FleetInstances instances;
  private final Leftovers leftovers;
  private final GitLab gitlab;
  private final Clock clock;

  SweepLook(
      PoolStore pools,
      RunnerStore runners,
      DrainStore drains,
      FleetInstances instances,
      Leftovers leftovers,
      GitLab gitlab,
      Clock clock) {
    this.pools = pools;
    this.runners = runners;
    this.drains = drains;
    this.instances = instances;
    this.leftovers = leftovers;
    this.gitlab = gitlab;
    this.clock = clock;
  }

  private record Cloud(
      Instant listedAt,
      Set<String> regions,
      boolean everyRegion,
      List<Instance> instances,
      List<Thing> things) {}

  private record Records(
      List<RunnerRecord> open,
      List<Drain> drains,
      Map<PoolName, Terms> terms,
      Set<PoolName> pools) {}

  /** None where GitLab's runners could not be listed: without them nobody knows who is busy. */
  Uni<Optional<SweepView>> look() {
    return Panache.withSession(pools::places).chain(places -> look(places));
  }

  private Uni<Optional<SweepView>> look(Places places) {
    return cloud(places.regions())
        .chain(
            cloud ->
                gitlab
                    .registrations(places.scopes())
                    .chain(
                        registrations -> {
                          if (registrations.isEmpty()) {
                            return Uni.createFrom().item(Optional.<SweepView>empty());
                          }
                          return records()
                              .map(records -> view(cloud, registrations.get(), records))
                              .chain(this::askForAbsent)
                              .chain(this::askForStrangers)
                              .chain(this::askForRunners)
                              .map(Optional::of);
                        }));
  }

  private Uni<Cloud> cloud(Set<String> regions) {
    Instant listedAt = clock.instant();
    Set<String> complete = new TreeSet<>();
    List<Instance> found = new ArrayList<>();
    List<Thing> things = new ArrayList<>();
    Uni<Void> listed = Uni.createFrom().voidItem();
    for (String region : regions) {
      listed =
          listed
              .chain(() -> instances.all(region))
              .invoke(
                  listing ->
                      listing.ifPresent(
                          some -> {
                            complete.add(region);
                            found.addAll(some);
                          }))
              .chain(() -> leftovers.all(region))
              .invoke(things::addAll)
              .replaceWithVoid();
    }
    return listed.map(
        done -> new Cloud(listedAt, complete, complete.equals(regions), found, things));
  }

  private Uni<Records> records() {
    return Panache.withSession(
        () ->
            runners
                .open()
                .chain(
                    open ->
                        drains
                            .unended()
                            .chain(
                                unended ->
                                    pools.live().chain(live -> records(open, unended, live)))));
  }

  private Uni<Records> records(List<RunnerRecord> open, List<Drain> unended, Set<PoolName> live) {
    return pools.terms().map(terms -> new Records(open, unended, terms, live));
  }

  private Uni<SweepView> askForAbsent(SweepView view) {
    Map<String, List<InstanceId>> absent =
        Sweep.absent(view, clock.instant()).stream()
            .collect(
                Collectors.groupingBy(
                    Known::region, Collectors.mapping(Known::instance, Collectors.toList())));
    Uni<SweepView> asked = Uni.createFrom().item(view);
    for (Map.Entry<String, List<InstanceId>> each : absent.entrySet()) {
      asked =
          asked.chain(
              before ->
                  instances
                      .byId(each.getKey(), each.getValue())
                      .map(answer -> before.with(answer.shown(), answer.unknown())));
    }
    return asked;
  }

  private Uni<SweepView> askForStrangers(SweepView view) {
    Map<String, List<InstanceId>> strangers =
        Sweep.strangers(view, clock.instant()).stream()
            .collect(
                Collectors.groupingBy(
                    Instance::region, Collectors.mapping(Instance::id, Collectors.toList())));
    Uni<SweepView> asked = Uni.createFrom().item(view);
    for (Map.Entry<String, List<InstanceId>> each : strangers.entrySet()) {
      List<InstanceId> ids = each.getValue();
      asked =
          asked.chain(
              before ->
                  instances
                      .byId(each.getKey(), ids)
                      .map(answer -> before.without(ids).with(answer.shown(), answer.unknown())));
    }
    return asked;
  }

  /** A registration does not say its region: what no region knows is gone. */
  private Uni<SweepView> askForRunners(SweepView view) {
    List<InstanceId> absent = List.copyOf(Sweep.absentOfRunners(view));
    if (absent.isEmpty()) {
      return Uni.createFrom().item(view);
    }
    List<Instance> shown = new ArrayList<>();
    List<InstanceId> unknown = new ArrayList<>(absent);
    Uni<Void> asked = Uni.createFrom().voidItem();
    for (String region : view.regions()) {
      asked =
          asked
              .chain(() -> instances.byId(region, absent))
              .invoke(
                  answer -> {
                    shown.addAll(answer.shown());
                    unknown.retainAll(answer.unknown());
                  })
              .replaceWithVoid();
    }
    return asked.map(done -> view.with(shown, unknown));
  }

  private static SweepView view(Cloud cloud, List<Registration> registrations, Records records) {
    Map<RunnerId, Drain> drains =
        records.drains().stream()
            .collect(Collectors.toMap(drain -> drain.retirement().runner(), drain -> drain));
    List<Known> known =
        records.open().stream()
            .filter(record -> record.machine().located())
            .map(record -> known(record, drains.get(record.runner()), records.terms()))
            .toList();
    return new SweepView(
        cloud.listedAt(),
        cloud.regions(),
        cloud.everyRegion(),
        cloud.instances(),
        Set.of(),
        registrations,
        known,
        cloud.things(),
        records.pools());
  }

  private static Known known(
      RunnerRecord record, @Nullable Drain drain, Map<PoolName, Terms> terms) {
    Machine machine = record.machine();
    Terms pool = terms.get(record.pool());
    return new Known(
        record.runner(),
        record.pool(),
        Objects.requireNonNull(machine.instance()),
        Objects.requireNonNull(machine.region()),
        Objects.requireNonNullElse(machine.launchedAt(), Instant.EPOCH),
        drain != null,
        drain != null && drain.committed(),
        // Of a machine whose launch nobody has told yet, nobody knows the age.
        pool == null || machine.launchedAt() == null ? Duration.ZERO : pool.maxLifetime());
  }
}
