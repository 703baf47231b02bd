package dev.runnerfleet.reaper.sweep;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.reaper.cloud.Instances;
import dev.runnerfleet.reaper.core.Drain;
import dev.runnerfleet.reaper.core.Machine;
import dev.runnerfleet.reaper.core.RunnerRecord;
import dev.runnerfleet.reaper.core.Sweep;
import dev.runnerfleet.reaper.core.SweepView;
import dev.runnerfleet.reaper.core.SweepView.Instance;
import dev.runnerfleet.reaper.core.SweepView.Known;
import dev.runnerfleet.reaper.core.SweepView.Registration;
import dev.runnerfleet.reaper.drain.DrainStore;
import dev.runnerfleet.reaper.gitlab.GitLab;
import dev.runnerfleet.reaper.runner.PoolStore;
import dev.runnerfleet.reaper.runner.PoolStore.Places;
import dev.runnerfleet.reaper.runner.RunnerStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
  private final Instances instances;
  private final GitLab gitlab;
  private final Clock clock;

  SweepLook(
      PoolStore pools,
      RunnerStore runners,
      DrainStore drains,
      Instances instances,
      GitLab gitlab,
      Clock clock) {
    this.pools = pools;
    this.runners = runners;
    this.drains = drains;
    this.instances = instances;
    this.gitlab = gitlab;
    this.clock = clock;
  }

  private record Cloud(Set<String> regions, boolean everyRegion, List<Instance> instances) {}

  private record Records(List<RunnerRecord> open, List<Drain> drains) {}

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
                              .map(Optional::of);
                        }));
  }

  private Uni<Cloud> cloud(Set<String> regions) {
    Set<String> complete = new TreeSet<>();
    List<Instance> found = new ArrayList<>();
    Uni<Void> listed = Uni.createFrom().voidItem();
    for (String region : regions) {
      listed =
          listed
              .chain(() -> instances.ofFleet(region))
              .invoke(
                  listing ->
                      listing.ifPresent(
                          some -> {
                            complete.add(region);
                            found.addAll(some);
                          }))
              .replaceWithVoid();
    }
    return listed.map(done -> new Cloud(complete, complete.equals(regions), found));
  }

  private Uni<Records> records() {
    return Panache.withSession(
        () ->
            runners
                .open()
                .chain(open -> drains.unended().map(unended -> new Records(open, unended))));
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

  private static SweepView view(Cloud cloud, List<Registration> registrations, Records records) {
    Set<RunnerId> committed =
        records.drains().stream()
            .filter(Drain::committed)
            .map(drain -> drain.retirement().runner())
            .collect(Collectors.toCollection(HashSet::new));
    List<Known> known =
        records.open().stream()
            .filter(record -> record.machine().located())
            .map(record -> known(record, committed.contains(record.runner())))
            .toList();
    return new SweepView(
        cloud.regions(), cloud.everyRegion(), cloud.instances(), Set.of(), registrations, known);
  }

  private static Known known(RunnerRecord record, boolean committed) {
    Machine machine = record.machine();
    return new Known(
        record.runner(),
        record.pool(),
        Objects.requireNonNull(machine.instance()),
        Objects.requireNonNull(machine.region()),
        Objects.requireNonNullElse(machine.launchedAt(), Instant.EPOCH),
        committed);
  }
}
