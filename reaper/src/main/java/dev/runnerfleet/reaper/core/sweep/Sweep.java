package dev.runnerfleet.reaper.core.sweep;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.reaper.core.sweep.Finding.AgedMachine;
import dev.runnerfleet.reaper.core.sweep.Finding.LeftoverRunner;
import dev.runnerfleet.reaper.core.sweep.Finding.LeftoverThing;
import dev.runnerfleet.reaper.core.sweep.Finding.LostMachine;
import dev.runnerfleet.reaper.core.sweep.Finding.OrphanInstance;
import dev.runnerfleet.reaper.core.sweep.Finding.UnrecordedRunner;
import dev.runnerfleet.reaper.core.sweep.SweepView.Instance;
import dev.runnerfleet.reaper.core.sweep.SweepView.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    /** Left because EC2 has not said of this very instance that it is gone. */
    UNCONFIRMED,
    /** Left because its tag protects it. */
    PROTECTED,
    /** Left because too much of its pool went within the last minute. */
    HELD_BY_GUARD,
    /** Left because so much looks wrong at once that an operator has to look first. */
    TOO_MANY
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
   * What sweeps before this one have left to know.
   *
   * @param firstSeen when each finding was first made, of those that every sweep since has made
   * @param retired how many of each pool sweeps have retired within the last minute
   * @param approved findings that an operator has looked at and let pass
   */
  public record Memory(
      Map<String, Instant> firstSeen, Map<String, Integer> retired, Set<String> approved) {
    public Memory {
      firstSeen = Map.copyOf(firstSeen);
      retired = Map.copyOf(retired);
      approved = Set.copyOf(approved);
    }
  }

  /** Judges a view; nothing follows from one that is stale. */
  public static List<Judged> judge(SweepView view, Memory memory, Rules rules, Instant now) {
    if (view.stale(now)) {
      return List.of();
    }
    List<Finding> found = Findings.find(view, rules, now);
    MassKillGuard guard = new MassKillGuard(poolSizes(view), new HashMap<>(memory.retired()));
    boolean tooMany = tooMany(view, memory, found);
    List<Judged> judged = new ArrayList<>();
    for (Finding finding : found) {
      judged.add(new Judged(finding, verdict(finding, memory, rules, guard, tooMany, now)));
    }
    return judged;
  }

  private static Verdict verdict(
      Finding finding,
      Memory memory,
      Rules rules,
      MassKillGuard guard,
      boolean tooMany,
      Instant now) {
    Instant first = memory.firstSeen().get(finding.resource());
    if (first == null || first.plus(rules.apart()).isAfter(now)) {
      return Verdict.SEEN_ONCE;
    }
    if (finding instanceof LostMachine lost && !lost.confirmed()) {
      return Verdict.UNCONFIRMED;
    }
    if (finding instanceof LeftoverRunner left && !left.confirmed()) {
      return Verdict.UNCONFIRMED;
    }
    if (bypassed(finding)) {
      return Verdict.PROTECTED;
    }
    if (!guarded(finding)) {
      return Verdict.ACT;
    }
    if (tooMany && wrong(finding) && !memory.approved().contains(finding.resource())) {
      return Verdict.TOO_MANY;
    }
    return guard.admits(finding.pool()) ? Verdict.ACT : Verdict.HELD_BY_GUARD;
  }

  /** Machines that look wrong without an operator's approval, against all there are. */
  private static boolean tooMany(SweepView view, Memory memory, List<Finding> found) {
    long wrong =
        found.stream()
            .filter(finding -> wrong(finding) && !memory.approved().contains(finding.resource()))
            .count();
    int all = poolSizes(view).values().stream().mapToInt(Integer::intValue).sum();
    return MassKillGuard.looksWrong(wrong, all);
  }

  /** A machine that should not be there, or not be gone; age is no mistake of ours. */
  private static boolean wrong(Finding finding) {
    return switch (finding) {
      case OrphanInstance _, UnrecordedRunner _ -> true;
      case LostMachine lost -> !lost.confirmed();
      case AgedMachine _, LeftoverRunner _, LeftoverThing _ -> false;
    };
  }

  private static boolean bypassed(Finding finding) {
    return switch (finding) {
      case OrphanInstance orphan -> orphan.instance().bypassed();
      case UnrecordedRunner unrecorded -> unrecorded.instance().bypassed();
      // Its drain would keep it, but only after it took the place of another in its pool's tenth.
      case AgedMachine aged -> aged.bypassed();
      case LostMachine _, LeftoverRunner _, LeftoverThing _ -> false;
    };
  }

  /**
   * The recorded machines that complete listings should show and do not. A listing alone proves
   * nothing: EC2 is to be asked for each by its id.
   */
  public static List<Known> absent(SweepView view, Instant now) {
    Set<InstanceId> shown = view.instances().stream().map(Instance::id).collect(Collectors.toSet());
    return view.records().stream()
        .filter(known -> Findings.watched(known, view) && !shown.contains(known.instance()))
        .filter(known -> !Findings.young(known, now))
        .toList();
  }

  /**
   * Instances that listings show and no record has. A listing may be stale: EC2 is to be asked for
   * each by its id before anything is done to it.
   */
  public static List<Instance> strangers(SweepView view, Instant now) {
    Set<InstanceId> known =
        view.records().stream().map(Known::instance).collect(Collectors.toSet());
    return view.instances().stream()
        .filter(instance -> instance.up() && !known.contains(instance.id()))
        .filter(instance -> !instance.launchedAt().plus(YOUNG).isAfter(now))
        .toList();
  }

  /** The instances of GitLab's runners that are in no record and that no listing shows. */
  public static Set<InstanceId> absentOfRunners(SweepView view) {
    return Findings.leftoverRunners(view).stream()
        .filter(left -> !left.confirmed())
        .map(left -> left.registration().instance())
        .collect(Collectors.toSet());
  }

  /** Whether acting on it takes a machine away. What EC2 says is gone has nothing left to take. */
  public static boolean guarded(Finding finding) {
    return switch (finding) {
      case OrphanInstance _, UnrecordedRunner _, AgedMachine _ -> true;
      case LostMachine _, LeftoverRunner _, LeftoverThing _ -> false;
    };
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
