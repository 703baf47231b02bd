package dev.runnerfleet.sandbox.core.fault;

import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.aws.instance.InstanceState;
import dev.runnerfleet.sandbox.core.aws.roster.Instances;
import dev.runnerfleet.sandbox.core.effect.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Faults that lie on machines for a time: cast on each that runs or comes to run meanwhile, and
 * lifted when the order ends.
 */
final class Spells {
  private final Instances instances;
  private final Map<String, Set<String>> seen = new LinkedHashMap<>();
  private final Map<String, Set<String>> under = new LinkedHashMap<>();

  Spells(Instances instances) {
    this.instances = instances;
  }

  /** What begins or ends with this moment for the machines of one order. */
  List<Effect> advance(Fault fault, Target target, double share, Instant now) {
    return fault.isActive(now) ? cast(fault, target, share, now) : lift(fault);
  }

  private List<Effect> cast(Fault fault, Target target, double share, Instant now) {
    var effects = new ArrayList<Effect>();
    var looked = seen.computeIfAbsent(fault.id(), unused -> new LinkedHashSet<>());
    for (Instance instance : instances.list(Spells::isRunning, 0, Integer.MAX_VALUE)) {
      if (fault.isActive(now) && target.covers(instance) && looked.add(instance.id())) {
        if (fault.singlesOut(instance.sequence(), share)) {
          fault.struck();
          under.computeIfAbsent(fault.id(), unused -> new LinkedHashSet<>()).add(instance.id());
          effects.add(begun(fault.kind(), instance.id()));
        }
      }
    }
    return effects;
  }

  /** Ends an order's hold on its machines. */
  List<Effect> lift(Fault fault) {
    seen.remove(fault.id());
    Set<String> held = under.remove(fault.id());
    return held == null ? List.of() : held.stream().map(id -> ended(fault.kind(), id)).toList();
  }

  private static Effect begun(FaultKind kind, String instanceId) {
    return kind instanceof FaultKind.SkewClock skew
        ? new ClockSkewed(instanceId, skew.by())
        : new MachineFrozen(instanceId);
  }

  private static Effect ended(FaultKind kind, String instanceId) {
    return kind instanceof FaultKind.SkewClock
        ? new ClockSkewed(instanceId, Duration.ZERO)
        : new MachineThawed(instanceId);
  }

  private static boolean isRunning(Instance instance) {
    return instance.state() == InstanceState.RUNNING;
  }
}
