package dev.runnerfleet.reaper.core.sweep;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.reaper.core.sweep.Finding.AgedMachine;
import dev.runnerfleet.reaper.core.sweep.Finding.LeftoverRunner;
import dev.runnerfleet.reaper.core.sweep.Finding.LeftoverThing;
import dev.runnerfleet.reaper.core.sweep.Finding.LostMachine;
import dev.runnerfleet.reaper.core.sweep.Finding.OrphanInstance;
import dev.runnerfleet.reaper.core.sweep.Finding.UnrecordedRunner;
import dev.runnerfleet.reaper.core.sweep.SweepView.Instance;
import dev.runnerfleet.reaper.core.sweep.SweepView.Known;
import dev.runnerfleet.reaper.core.sweep.SweepView.Registration;
import dev.runnerfleet.reaper.core.sweep.SweepView.Thing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says what is not as it should be, for each kind of finding in turn. */
final class Findings {

  /** A volume may be made some time before it is attached. */
  private static final Duration UNATTACHED = Duration.ofMinutes(10);

  /** A template is made before its pool's first machine, and a pool may come back. */
  private static final Duration UNUSED = Duration.ofHours(1);

  /** So long the scaler has to retire an aged machine itself. */
  private static final Duration SCALERS_TURN = Duration.ofMinutes(5);

  private Findings() {}

  /** Each thing once, though pages of a listing that changes meanwhile may show it twice. */
  static List<Finding> find(SweepView view, Sweep.Rules rules, Instant now) {
    Map<String, Finding> byResource = new LinkedHashMap<>();
    all(view, rules, now).forEach(each -> byResource.putIfAbsent(each.resource(), each));
    return List.copyOf(byResource.values());
  }

  private static List<Finding> all(SweepView view, Sweep.Rules rules, Instant now) {
    List<Finding> found = new ArrayList<>();
    found.addAll(unknownInstances(view, rules, now));
    found.addAll(lostMachines(view, now));
    found.addAll(leftoverRunners(view));
    found.addAll(agedMachines(view, now));
    found.addAll(leftoverThings(view, now));
    return found;
  }

  private static List<Finding> unknownInstances(SweepView view, Sweep.Rules rules, Instant now) {
    Set<InstanceId> known =
        view.records().stream().map(Known::instance).collect(Collectors.toSet());
    Map<InstanceId, Registration> registered =
        view.registrations().stream()
            .collect(Collectors.toMap(Registration::instance, r -> r, (a, b) -> b));
    List<Finding> found = new ArrayList<>();
    for (Instance instance : view.instances()) {
      Registration registration = registered.get(instance.id());
      Duration least = registration == null ? Sweep.YOUNG : rules.registrationTime();
      if (!instance.up()
          || known.contains(instance.id())
          || instance.launchedAt().plus(least).isAfter(now)) {
        continue;
      }
      found.add(
          registration == null
              ? new OrphanInstance(instance)
              : new UnrecordedRunner(instance, registration));
    }
    return found;
  }

  private static List<Finding> lostMachines(SweepView view, Instant now) {
    Map<InstanceId, Instance> listed =
        view.instances().stream()
            .collect(Collectors.toMap(Instance::id, Function.identity(), (a, b) -> b));
    List<Finding> found = new ArrayList<>();
    for (Known known : view.records()) {
      Instance instance = listed.get(known.instance());
      boolean gone = instance == null ? !young(known, now) : !instance.up();
      if (gone && watched(known, view)) {
        boolean confirmed = instance != null || view.unknownToEc2().contains(known.instance());
        found.add(new LostMachine(known, confirmed, instance == null || instance.takenByAws()));
      }
    }
    return found;
  }

  static boolean watched(Known known, SweepView view) {
    return !known.committed() && view.regions().contains(known.region());
  }

  static boolean young(Known known, Instant now) {
    return known.launchedAt().plus(Sweep.YOUNG).isAfter(now);
  }

  static List<LeftoverRunner> leftoverRunners(SweepView view) {
    if (!view.everyRegion() || view.regions().isEmpty()) {
      return List.of();
    }
    Map<InstanceId, Boolean> up =
        view.instances().stream()
            .collect(Collectors.toMap(Instance::id, Instance::up, Boolean::logicalOr));
    Set<RunnerId> open = view.records().stream().map(Known::runner).collect(Collectors.toSet());
    return view.registrations().stream()
        .filter(r -> !up.getOrDefault(r.instance(), false) && !open.contains(r.runner()))
        .map(
            r ->
                new LeftoverRunner(
                    r, up.containsKey(r.instance()) || view.unknownToEc2().contains(r.instance())))
        .toList();
  }

  private static List<Finding> agedMachines(SweepView view, Instant now) {
    Map<InstanceId, Boolean> bypassed =
        view.instances().stream()
            .filter(Instance::up)
            .collect(Collectors.toMap(Instance::id, Instance::bypassed, Boolean::logicalOr));
    List<Finding> found = new ArrayList<>();
    for (Known known : view.records()) {
      Boolean protects = bypassed.get(known.instance());
      if (known.maxLifetime().isZero() || known.committed() || protects == null) {
        continue;
      }
      Instant due = known.launchedAt().plus(known.maxLifetime());
      boolean hard = due.plus(known.maxLifetime()).isBefore(now);
      if (hard || (!known.draining() && due.plus(SCALERS_TURN).isBefore(now))) {
        found.add(new AgedMachine(known, hard, protects));
      }
    }
    return found;
  }

  private static List<Finding> leftoverThings(SweepView view, Instant now) {
    Set<PoolName> inUse = new HashSet<>(view.pools());
    view.records().forEach(known -> inUse.add(known.pool()));
    List<Finding> found = new ArrayList<>();
    for (Thing thing : view.things()) {
      PoolName pool = thing.pool();
      boolean leftover =
          switch (thing.kind()) {
            case VOLUME -> thing.createdAt().plus(UNATTACHED).isBefore(now);
            case LAUNCH_TEMPLATE ->
                pool != null
                    && !inUse.contains(pool)
                    && thing.createdAt().plus(UNUSED).isBefore(now);
          };
      if (leftover && view.regions().contains(thing.region())) {
        found.add(new LeftoverThing(thing));
      }
    }
    return found;
  }
}
