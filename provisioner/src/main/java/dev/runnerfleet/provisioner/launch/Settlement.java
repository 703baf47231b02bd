package dev.runnerfleet.provisioner.launch;

import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.pace.core.Jitter;
import dev.runnerfleet.provisioner.core.FleetReply;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.core.launch.Verdict;
import dev.runnerfleet.provisioner.core.launch.Verdict.Afterwards;
import dev.runnerfleet.provisioner.core.launch.Verdicts;
import dev.runnerfleet.provisioner.ec2.FleetAnswer;
import dev.runnerfleet.provisioner.ec2.FleetCall;
import dev.runnerfleet.provisioner.ec2.Fleets;
import dev.runnerfleet.provisioner.pool.PoolStops;
import dev.runnerfleet.provisioner.pool.PoolStore;
import dev.runnerfleet.provisioner.price.Prices;
import dev.runnerfleet.provisioner.runner.RunnerRow;
import dev.runnerfleet.provisioner.runner.RunnerStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Keeps a call's outcome, together with the events that tell of it. */
@ApplicationScoped
class Settlement {

  private static final Logger LOG = Logger.getLogger(Settlement.class);

  private final Outbox outbox;
  private final LaunchStore launches;
  private final RunnerStore runners;
  private final PoolStore pools;
  private final PoolStops stops;
  private final Prices prices;
  private final Learning learning;
  private final Fleets fleets;
  private final LaunchMetrics metrics;
  private final Background background;
  private final Clock clock;

  Settlement(
      Outbox outbox,
      LaunchStore launches,
      RunnerStore runners,
      PoolStore pools,
      PoolStops stops,
      Prices prices,
      Learning learning,
      Fleets fleets,
      LaunchMetrics metrics,
      Background background,
      Clock clock) {
    this.outbox = outbox;
    this.launches = launches;
    this.runners = runners;
    this.pools = pools;
    this.stops = stops;
    this.prices = prices;
    this.learning = learning;
    this.fleets = fleets;
    this.metrics = metrics;
    this.background = background;
    this.clock = clock;
  }

  /**
   * Keeps the outcome; tells when the next round should be played, if one should.
   *
   * @param sentAt when the call went out
   */
  Uni<Optional<Instant>> settle(FleetCall call, Instant sentAt, FleetAnswer answer) {
    return outbox
        .commit(
            out ->
                launches
                    .lock(call.launch())
                    .chain(
                        row ->
                            row.isPresent() && row.get().awaits(call)
                                ? settle(row.get(), call, sentAt, answer, out)
                                : settledByAnother(call)))
        .invoke(done -> follow(call, done))
        .map(Settled::nextRound);
  }

  private static Uni<Settled> settledByAnother(FleetCall call) {
    LOG.infof("Outcome of a call came twice launch=%s", call.launch());
    return Uni.createFrom().item(new Settled());
  }

  private Uni<Settled> settle(
      LaunchRow row, FleetCall call, Instant sentAt, FleetAnswer answer, Outgoing out) {
    Instant now = clock.instant();
    return runners
        .lockCalled(call.launch())
        .chain(
            rows -> {
              Verdict verdict = verdict(row, call, answer, rows, now);
              return learning
                  .keep(call, sentAt, answer, verdict)
                  .chain(() -> apply(new Outcome(row, call, answer, rows, now), verdict, out));
            })
        .call(done -> stopMisconfigured(call, done, out))
        .call(() -> forgetTemplate(call, answer));
  }

  private static Verdict verdict(
      LaunchRow row, FleetCall call, FleetAnswer answer, List<RunnerRow> rows, Instant now) {
    Duration waited =
        rows.stream()
            .map(RunnerRow::waited)
            .reduce(row.waited(), (one, other) -> one.compareTo(other) > 0 ? one : other);
    Verdicts.Called called =
        new Verdicts.Called(
            rows.stream().map(RunnerRow::runnerId).toList(),
            call.market(),
            call.region(),
            call.places(),
            Jitter.next(waited, ThreadLocalRandom.current().nextDouble()));
    return switch (answer) {
      case FleetAnswer.Replied(FleetReply reply) -> Verdicts.afterReply(called, reply, now);
      case FleetAnswer.Refused(Refusal refusal) -> Verdicts.afterRefusal(called, refusal, now);
    };
  }

  private Uni<Settled> apply(Outcome outcome, Verdict verdict, Outgoing out) {
    return switch (verdict) {
      case Verdict.SameCallLater(Duration wait) -> later(outcome, wait);
      case Verdict.NewToken() -> {
        outcome.row.newToken(outcome.now, outcome.code());
        yield Uni.createFrom().item(Settled.next(outcome.now));
      }
      case Verdict.Settled settled -> assign(outcome, settled, out);
    };
  }

  private static Uni<Settled> later(Outcome outcome, Duration wait) {
    Instant due = outcome.now.plus(wait);
    outcome.row.again(wait, outcome.now, outcome.code());
    LOG.infof(
        "Call will be made again launch=%s pool=%s reason=%s",
        outcome.call.launch(), outcome.call.pool(), outcome.code());
    return Uni.createFrom().item(Settled.next(due));
  }

  private Uni<Settled> assign(Outcome outcome, Verdict.Settled settled, Outgoing out) {
    Settled done = new Settled();
    done.verdict = settled;
    outcome.row.done(settled.launched().size(), outcome.code(), outcome.now);
    return pools
        .image(outcome.call.pool(), outcome.call.poolRevision())
        .invoke(image -> done.image = image)
        .chain(() -> prices.now(outcome.call.region(), settled.launched().values()))
        .invoke(
            priced -> {
              for (RunnerRow row : outcome.runners) {
                FleetReply.Machine machine = settled.launched().get(row.runnerId());
                if (machine != null) {
                  RunnerLaunched event =
                      row.launched(
                          machine,
                          priced.of(machine.offering()),
                          done.image.orElse(null),
                          outcome.now);
                  done.launched.add(event);
                  done.decidedAt.add(row.decidedAt);
                  out.send(Topic.RUNNER_EVENTS, event);
                  row.recall().ifPresent(by -> Recalls.terminate(row, by, outcome.now, out));
                } else {
                  leftOver(row, settled.afterwards(), outcome.now, done, out);
                }
              }
            })
        .replaceWith(done);
  }

  private static void leftOver(
      RunnerRow row, Afterwards afterwards, Instant now, Settled done, Outgoing out) {
    switch (afterwards) {
      case Afterwards.Again(Duration wait) when row.recall().isPresent() ->
          failed(row.fail(LaunchFailed.Reason.RECALLED, "", now), done, out);
      case Afterwards.Again(Duration wait) -> {
        row.tryAgain(wait, now);
        done.nextRound = Optional.of(now.plus(wait));
      }
      case Afterwards.Fail(LaunchFailed.Reason reason, String detail) ->
          failed(row.fail(reason, detail, now), done, out);
    }
  }

  private static void failed(LaunchFailed event, Settled done, Outgoing out) {
    done.failed.add(event);
    out.send(Topic.RUNNER_EVENTS, event);
  }

  private Uni<Void> stopMisconfigured(FleetCall call, Settled done, Outgoing out) {
    return done.verdict.afterwards()
                instanceof Afterwards.Fail(LaunchFailed.Reason why, String code)
            && why == LaunchFailed.Reason.BAD_CONFIGURATION
        ? stops.misconfigured(call.pool(), call.poolRevision(), code, out)
        : Uni.createFrom().voidItem();
  }

  private Uni<Void> forgetTemplate(FleetCall call, FleetAnswer answer) {
    return answer instanceof FleetAnswer.Refused(Refusal.MissingTemplate missing)
        ? pools.forgetTemplate(call.pool(), call.poolRevision())
        : Uni.createFrom().voidItem();
  }

  /** What may only be done, or told, once the outcome is kept. */
  private void follow(FleetCall call, Settled done) {
    for (int i = 0; i < done.launched.size(); i++) {
      RunnerLaunched event = done.launched.get(i);
      metrics.decidedToCalled(event.pool().value(), done.decidedAt.get(i), event.calledAt());
      metrics.launched(event);
      LOG.infof(
          "Runner launched runner=%s pool=%s instance=%s type=%s zone=%s market=%s launch=%s",
          event.runner(),
          event.pool(),
          event.instance(),
          event.offering().instanceType(),
          event.offering().zone(),
          event.offering().market(),
          call.launch());
    }
    for (LaunchFailed event : done.failed) {
      metrics.failed(event);
      LOG.warnf(
          "Runner not launched runner=%s pool=%s reason=%s detail=%s",
          event.runner(), event.pool(), event.reason(), event.detail());
    }
    Verdict.Settled settled = done.verdict;
    if (!settled.launched().isEmpty()) {
      background.run("label machines", () -> fleets.label(call.region(), settled.launched()));
    }
    if (!settled.surplus().isEmpty()) {
      LOG.warnf(
          "More machines than asked for, terminated launch=%s instances=%s",
          call.launch(), settled.surplus());
      metrics.surplus(settled.surplus().size());
      background.run("terminate surplus", () -> fleets.terminate(call.region(), settled.surplus()));
    }
  }

  private record Outcome(
      LaunchRow row, FleetCall call, FleetAnswer answer, List<RunnerRow> runners, Instant now) {
    String code() {
      return switch (answer) {
        case FleetAnswer.Replied replied -> "OK";
        case FleetAnswer.Refused(Refusal refusal) -> refusal.code();
      };
    }
  }

  private static final class Settled {
    private Verdict.Settled verdict =
        new Verdict.Settled(
            java.util.Map.of(),
            List.of(),
            List.of(),
            List.of(),
            new Afterwards.Again(Duration.ZERO));
    private final List<RunnerLaunched> launched = new ArrayList<>();
    private final List<Instant> decidedAt = new ArrayList<>();
    private final List<LaunchFailed> failed = new ArrayList<>();
    private Optional<Instant> nextRound = Optional.empty();
    private Optional<String> image = Optional.empty();

    static Settled next(Instant when) {
      Settled settled = new Settled();
      settled.nextRound = Optional.of(when);
      return settled;
    }

    Optional<Instant> nextRound() {
      return nextRound;
    }
  }
}
