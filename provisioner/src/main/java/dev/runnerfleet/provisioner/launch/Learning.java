package dev.runnerfleet.provisioner.launch;

import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.pace.Buckets;
import dev.runnerfleet.pace.core.Limits;
import dev.runnerfleet.provisioner.core.FleetReply;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.core.Refusals;
import dev.runnerfleet.provisioner.core.launch.Verdict;
import dev.runnerfleet.provisioner.core.offering.Marks;
import dev.runnerfleet.provisioner.core.offering.SpotBreaker;
import dev.runnerfleet.provisioner.ec2.FleetAnswer;
import dev.runnerfleet.provisioner.ec2.FleetCall;
import dev.runnerfleet.provisioner.offering.SpotBreakers;
import dev.runnerfleet.provisioner.offering.UnavailableOfferings;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Keeps what a call's outcome teaches for the calls to come: how fast to go, what to leave alone,
 * whether to trust spot. Runs in its caller's transaction.
 */
@ApplicationScoped
class Learning {

  private static final Logger LOG = Logger.getLogger(Learning.class);

  private final Buckets buckets;
  private final UnavailableOfferings unavailable;
  private final SpotBreakers breakers;
  private final LaunchMetrics metrics;
  private final Clock clock;

  Learning(
      Buckets buckets,
      UnavailableOfferings unavailable,
      SpotBreakers breakers,
      LaunchMetrics metrics,
      Clock clock) {
    this.buckets = buckets;
    this.unavailable = unavailable;
    this.breakers = breakers;
    this.metrics = metrics;
    this.clock = clock;
  }

  Uni<Void> keep(FleetCall call, Instant sentAt, FleetAnswer answer, Verdict verdict) {
    if (answer instanceof FleetAnswer.Replied(FleetReply reply)) {
      reply.errors().stream()
          .map(error -> Refusals.of(error.code(), Refusals.OK))
          .forEach(metrics::offeringRefused);
    }
    return slowDown(call, sentAt, answer)
        .chain(
            () ->
                verdict instanceof Verdict.Settled settled
                    ? offerings(call, settled).chain(() -> spot(call, settled))
                    : Uni.createFrom().voidItem());
  }

  private Uni<Void> slowDown(FleetCall call, Instant sentAt, FleetAnswer answer) {
    boolean throttled =
        switch (answer) {
          case FleetAnswer.Refused(Refusal refusal) -> refusal instanceof Refusal.Throttled;
          case FleetAnswer.Replied(FleetReply reply) ->
              reply.errors().stream()
                  .map(error -> Refusals.of(error.code(), Refusals.OK))
                  .anyMatch(Refusal.Throttled.class::isInstance);
        };
    if (!throttled) {
      return Uni.createFrom().voidItem();
    }
    LOG.warnf("AWS refused a call as one too many domain=%s", call.domain());
    return buckets
        .lock(call.domain(), Set.of(Limits.CREATE_FLEET))
        .invoke(
            locked ->
                locked.put(
                    Limits.CREATE_FLEET,
                    locked.of(Limits.CREATE_FLEET).refused(sentAt, clock.instant())))
        .replaceWithVoid();
  }

  private Uni<Void> offerings(FleetCall call, Verdict.Settled settled) {
    List<Offering> gave =
        settled.launched().values().stream().map(FleetReply.Machine::offering).distinct().toList();
    return unavailable
        .all()
        .map(marks -> answered(marks, call, gave, settled))
        .call(change -> unavailable.keep(change.kept()))
        .call(change -> unavailable.forget(change.forgotten()))
        .chain(() -> unavailable.add(settled.closures()));
  }

  private Marks.Change answered(
      Marks marks, FleetCall call, List<Offering> gave, Verdict.Settled settled) {
    return marks.answered(
        call.places(), gave, settled.closures(), call.region(), call.market(), clock.instant());
  }

  private Uni<Void> spot(FleetCall call, Verdict.Settled settled) {
    if (call.market() != Offering.Market.SPOT) {
      return Uni.createFrom().voidItem();
    }
    Instant now = clock.instant();
    SpotBreaker.Setting setting = breakers.setting();
    if (!settled.launched().isEmpty()) {
      return breakers.changeIfAny(call.pool(), breaker -> breaker.afterLaunch(setting, now));
    }
    // Refused for want of spot; a call that was told of wrong settings says nothing of spot.
    return settled.closures().isEmpty() || !isNoCapacity(settled)
        ? Uni.createFrom().voidItem()
        : breakers.change(
            call.pool(),
            breaker ->
                breaker.afterRefusal(
                    new SpotBreaker.Trouble("refused " + call.launch(), now), setting, now));
  }

  private static boolean isNoCapacity(Verdict.Settled settled) {
    return settled.closures().stream()
        .map(closure -> Refusals.of(closure.code(), Refusals.OK))
        .anyMatch(
            refusal -> refusal instanceof Refusal.NoCapacity || refusal instanceof Refusal.Quota);
  }
}
