package dev.runnerfleet.provisioner.launch;

import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.provisioner.core.FleetReply;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.ec2.FleetAnswer;
import dev.runnerfleet.provisioner.ec2.FleetCall;
import dev.runnerfleet.provisioner.ec2.Fleets;
import dev.runnerfleet.provisioner.ec2.Instances;
import dev.runnerfleet.provisioner.ec2.RefusedException;
import dev.runnerfleet.provisioner.pool.PoolReady;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Makes the calls that gathering formed, and has their outcomes settled. Whatever fails on the way
 * is made up for by {@link LaunchLoop}: a call's intent outlives whoever makes it.
 */
@ApplicationScoped
class Launching {

  private static final Logger LOG = Logger.getLogger(Launching.class);

  private final Outbox outbox;
  private final Gathering gathering;
  private final Settlement settlement;
  private final Fleets fleets;
  private final Instances instances;
  private final LaunchMetrics metrics;
  private final Background background;
  private final Clock clock;
  private final Map<ThrottleDomain, Instant> alarms = new ConcurrentHashMap<>();

  Launching(
      Outbox outbox,
      Gathering gathering,
      Settlement settlement,
      Fleets fleets,
      Instances instances,
      LaunchMetrics metrics,
      Background background,
      Clock clock) {
    this.outbox = outbox;
    this.gathering = gathering;
    this.settlement = settlement;
    this.fleets = fleets;
    this.instances = instances;
    this.metrics = metrics;
    this.background = background;
    this.clock = clock;
  }

  /** Gathers in a transaction of its own and makes the calls that come of it. */
  Uni<Void> gatherAndCall(ThrottleDomain domain) {
    return outbox
        .commit(out -> gathering.gather(domain, out))
        .invoke(round -> start(domain, round))
        .replaceWithVoid();
  }

  /** Makes a round's calls. Its transaction has committed by now. */
  void start(ThrottleDomain domain, Round round) {
    round.failures().forEach(metrics::failed);
    for (FleetCall call : round.calls()) {
      background.run("launch " + call.launch(), () -> call(call));
    }
    round.again().ifPresent(when -> gatherAt(domain, when));
  }

  void poolReady(@Observes PoolReady ready) {
    background.run("gather", () -> gatherAndCall(ready.domain()));
  }

  /** Sees that a round is played at that time, or before. */
  void gatherAt(ThrottleDomain domain, Instant when) {
    Instant now = clock.instant();
    Instant alarm =
        alarms.compute(
            domain,
            (key, set) -> set != null && set.isAfter(now) && !set.isAfter(when) ? set : when);
    if (alarm.equals(when)) {
      background.runAfter(Duration.between(now, when), "gather", () -> gatherAndCall(domain));
    }
  }

  private Uni<Void> call(FleetCall call) {
    Instant sentAt = clock.instant();
    return (call.lookFirst() ? lookThenCall(call) : create(call))
        .chain(answer -> settlement.settle(call, sentAt, answer))
        .invoke(next -> next.ifPresent(when -> gatherAt(call.domain(), when)))
        .replaceWithVoid();
  }

  private Uni<FleetAnswer> create(FleetCall call) {
    metrics.called(call.pool().value(), call.size());
    return fleets.create(call);
  }

  /** A call that may have been made before: its machines may be there already. */
  private Uni<FleetAnswer> lookThenCall(FleetCall call) {
    metrics.resumed();
    return instances
        .ofLaunch(call.region(), call.launch())
        .chain(
            found ->
                found.size() >= call.size()
                    ? replied(new FleetReply(found, List.of()))
                    : create(call).map(answer -> withFound(answer, found)))
        .onFailure(RefusedException.class)
        .recoverWithItem(failure -> lookFailed(failure.refusal()));
  }

  /** Without having looked no new call is made, however sure AWS is in its refusal to tell. */
  private static FleetAnswer lookFailed(Refusal refusal) {
    LOG.warnf("Machines of an earlier call not looked for reason=%s", refusal.code());
    return new FleetAnswer.Refused(new Refusal.Transient(refusal.code()));
  }

  private static Uni<FleetAnswer> replied(FleetReply reply) {
    return Uni.createFrom().item(new FleetAnswer.Replied(reply));
  }

  private static FleetAnswer withFound(FleetAnswer answer, List<FleetReply.Machine> found) {
    return switch (answer) {
      case FleetAnswer.Replied(FleetReply reply) -> {
        Map<String, FleetReply.Machine> all = new java.util.LinkedHashMap<>();
        found.forEach(machine -> all.put(machine.instance().value(), machine));
        reply.machines().forEach(machine -> all.put(machine.instance().value(), machine));
        yield new FleetAnswer.Replied(new FleetReply(List.copyOf(all.values()), reply.errors()));
      }
      case FleetAnswer.Refused refused ->
          found.isEmpty() ? refused : new FleetAnswer.Replied(new FleetReply(found, List.of()));
    };
  }
}
