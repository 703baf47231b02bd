package dev.runnerfleet.reaper.core;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.reaper.core.Finding.LeftoverRunner;
import dev.runnerfleet.reaper.core.Finding.LostMachine;
import dev.runnerfleet.reaper.core.Finding.OrphanInstance;
import dev.runnerfleet.reaper.core.Finding.UnrecordedRunner;
import dev.runnerfleet.reaper.core.SweepView.Instance;
import dev.runnerfleet.reaper.core.SweepView.Known;
import dev.runnerfleet.reaper.core.SweepView.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares what AWS and GitLab have with what our records say, and says what to do about it and
 * why. Nothing is acted upon before two sweeps in a row have found it.
 */
public final class Sweep {

  /** Younger instances may not have reached our records yet. */
  public static final Duration YOUNG = Duration.ofMinutes(2);

  private Sweep() {}

  /** What a sweep does about a finding. */
  public enum Verdict {
    /** Done now. */
    ACT,
    /** Left until another sweep finds it again. */
    SEEN_ONCE,
    /** Left because too much of its pool went within the last minute. */
    HELD_BY_GUARD
  }

  public record Judged(Finding finding, Verdict verdict) {}

  /**
   * What to act within.
   *
   * @param apart how long before this sweep a finding must have been made first
   * @param registrationTime how long a machine may take from its launch to its registration
   */
  public record Rules(Duration apart, Duration registrationTime) {}

  /**
   * Judges a view.
   *
   * @param firstSeen when each finding was first made, of those that every sweep since has made
   * @param retired how many of each pool sweeps have retired within the last minute
   */
  public static List<Judged> judge(
      SweepView view,
      Map<String, Instant> firstSeen,
      Map<String, Integer> retired,
      Rules rules,
      Instant now) {
    MassKillGuard guard = new MassKillGuard(poolSizes(view), new HashMap<>(retired));
    List<Judged> judged = new ArrayList<>();
    for (Finding finding : find(view, rules, now)) {
      Instant first = firstSeen.get(finding.resource());
      boolean again = first != null && !first.plus(rules.apart()).isAfter(now);
      if (!again) {
        judged.add(new Judged(finding, Verdict.SEEN_ONCE));
      } else if (guarded(finding) && !guard.admits(finding.pool())) {
        judged.add(new Judged(finding, Verdict.HELD_BY_GUARD));
      } else {
        judged.add(new Judged(finding, Verdict.ACT));
      }
    }
    return judged;
  }

  /**
   * The recorded machines that complete listings should show and do not. A listing alone proves
   * nothing: EC2 is to be asked for each by its id.
   */
  public static List<Known> absent(SweepView view, Instant now) {
    Set<InstanceId> shown = view.instances().stream().map(Instance::id).collect(Collectors.toSet());
    return view.records().stream()
        .filter(known -> watched(known, view) && !shown.contains(known.instance()))
        .filter(known -> !young(known, now))
        .toList();
  }

  /**
   * Whether acting on it may take a machine away. What EC2 itself says is gone has nothing left to
   * take.
   */
  public static boolean guarded(Finding finding) {
    return switch (finding) {
      case OrphanInstance _, UnrecordedRunner _ -> true;
      case LostMachine lost -> !lost.confirmed();
      case LeftoverRunner _ -> false;
    };
  }

  private static List<Finding> find(SweepView view, Rules rules, Instant now) {
    List<Finding> found = new ArrayList<>();
    found.addAll(unknownInstances(view, rules, now));
    found.addAll(lostMachines(view, now));
    found.addAll(leftoverRunners(view));
    return found;
  }

  private static List<Finding> unknownInstances(SweepView view, Rules rules, Instant now) {
    Set<InstanceId> known =
        view.records().stream().map(Known::instance).collect(Collectors.toSet());
    Map<InstanceId, Registration> registered =
        view.registrations().stream()
            .collect(Collectors.toMap(Registration::instance, r -> r, (a, b) -> b));
    List<Finding> found = new ArrayList<>();
    for (Instance instance : view.instances()) {
      Registration registration = registered.get(instance.id());
      Duration least = registration == null ? YOUNG : rules.registrationTime();
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

  private static boolean watched(Known known, SweepView view) {
    return !known.committed() && view.regions().contains(known.region());
  }

  private static boolean young(Known known, Instant now) {
    return known.launchedAt().plus(YOUNG).isAfter(now);
  }

  private static List<Finding> leftoverRunners(SweepView view) {
    if (!view.everyRegion() || view.regions().isEmpty()) {
      return List.of();
    }
    Set<InstanceId> up =
        view.instances().stream()
            .filter(Instance::up)
            .map(Instance::id)
            .collect(Collectors.toSet());
    Set<RunnerId> open = view.records().stream().map(Known::runner).collect(Collectors.toSet());
    return view.registrations().stream()
        .filter(r -> !up.contains(r.instance()) && !open.contains(r.runner()))
        .<Finding>map(LeftoverRunner::new)
        .toList();
  }

  private static Map<String, Integer> poolSizes(SweepView view) {
    Map<String, Integer> sizes = new HashMap<>();
    Map<InstanceId, String> pools = new HashMap<>();
    view.records().forEach(known -> pools.put(known.instance(), known.pool().toString()));
    for (Instance instance : view.instances()) {
      if (instance.up()) {
        pools.putIfAbsent(instance.id(), instance.pool() == null ? "" : instance.pool().toString());
      }
    }
    pools.values().forEach(pool -> sizes.merge(pool, 1, Integer::sum));
    return sizes;
  }
}
