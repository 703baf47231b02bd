package dev.runnerfleet.sandbox.core.fault;

import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.instance.EndCause;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.aws.instance.InstanceState;
import dev.runnerfleet.sandbox.core.aws.roster.Instances;
import dev.runnerfleet.sandbox.core.fault.FaultKind.Reclaim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/** Instances to be taken, each at its moment. */
final class Reclaims {
  /** How far ahead AWS Health tells of a retirement. */
  private static final Duration RETIREMENT_AHEAD = Duration.ofDays(14);

  private record Due(Instant at, String instanceId, Fault fault, Reclaim how) {}

  private final Instances instances;
  private final Set<String> begun = new HashSet<>();
  private final PriorityQueue<Due> agenda = new PriorityQueue<>(Comparator.comparing(Due::at));

  Reclaims(Instances instances) {
    this.instances = instances;
  }

  void advance(Fault fault, Reclaim how, Instant now) {
    if (!fault.startsAt().isAfter(now) && begun.add(fault.id())) {
      for (Instance instance : chosen(fault, how)) {
        var wait =
            Duration.ofMillis((long) (fault.random().nextDouble() * fault.length().toMillis()));
        agenda.add(new Due(fault.startsAt().plus(wait), instance.id(), fault, how));
      }
    }
  }

  private List<Instance> chosen(Fault fault, Reclaim how) {
    var candidates =
        new ArrayList<Instance>(instances.list(i -> isTakeable(i, how), 0, Integer.MAX_VALUE));
    int wanted = (int) Math.max(1, Math.round(how.share() * candidates.size()));
    var chosen = new ArrayList<Instance>();
    while (chosen.size() < wanted && !candidates.isEmpty()) {
      chosen.add(candidates.remove(fault.random().nextInt(candidates.size())));
    }
    return chosen;
  }

  private static boolean isTakeable(Instance instance, Reclaim how) {
    boolean ofSpot = instance.offering().market() == Market.SPOT;
    return instance.state() == InstanceState.RUNNING
        && how.target().covers(instance)
        && switch (how.manner()) {
          case INTERRUPT, TAKE, REBALANCE -> ofSpot;
          case RETIRE, KILL -> true;
        };
  }

  /** Takes those whose moment has come. */
  void take(Instant now) {
    for (var due = agenda.peek(); due != null && !due.at().isAfter(now); due = agenda.peek()) {
      agenda.remove();
      Due taken = due;
      instances
          .find(due.instanceId())
          .filter(instance -> !instance.state().isEnding())
          .ifPresent(instance -> take(instance.id(), taken, now));
    }
  }

  private void take(String instanceId, Due due, Instant now) {
    due.fault().struck();
    switch (due.how().manner()) {
      case INTERRUPT -> instances.interrupt(instanceId, due.how().lead(), now);
      case TAKE -> instances.end(List.of(instanceId), EndCause.SPOT, now);
      case REBALANCE -> instances.recommend(instanceId, now);
      case RETIRE -> instances.scheduleRetirement(instanceId, RETIREMENT_AHEAD, now);
      case KILL -> instances.end(List.of(instanceId), EndCause.CONSOLE, now);
    }
  }

  /** Spares those that an order has not yet taken. */
  void lift(Fault fault) {
    begun.remove(fault.id());
    agenda.removeIf(due -> due.fault() == fault);
  }
}
