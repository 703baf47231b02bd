package dev.runnerfleet.reaper.rescue;

import dev.runnerfleet.contracts.demand.JobRetried;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.delivery.Rounds;
import dev.runnerfleet.reaper.ReaperConfig;
import dev.runnerfleet.reaper.ReaperMetrics;
import dev.runnerfleet.reaper.core.JobOnRunner;
import dev.runnerfleet.reaper.core.rescue.JobObservation;
import dev.runnerfleet.reaper.core.rescue.JobObservation.Unclear;
import dev.runnerfleet.reaper.core.rescue.Losing;
import dev.runnerfleet.reaper.core.rescue.Rescue;
import dev.runnerfleet.reaper.core.rescue.Retrial;
import dev.runnerfleet.reaper.gitlab.GitLabJobs;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Takes up jobs that are due, each by itself, so that a slow answer about one holds up no other.
 * Whoever dies between a call and its outcome leaves the job to be taken up again when its lease is
 * over.
 */
@ApplicationScoped
class RescueLoop {

  /** Longer than any call takes, with its time-outs. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private static final int AT_ONCE = 100;
  private static final Logger LOG = Logger.getLogger(RescueLoop.class);

  private final RescueStore rescues;
  private final GitLabJobs gitlab;
  private final Outbox outbox;
  private final ReaperMetrics metrics;
  private final Background background;
  private final Vertx vertx;
  private final Duration interval;
  private final Clock clock;
  private final Rounds rounds;
  private long timer;

  RescueLoop(
      RescueStore rescues,
      GitLabJobs gitlab,
      Outbox outbox,
      ReaperMetrics metrics,
      Background background,
      Vertx vertx,
      ReaperConfig config,
      Clock clock) {
    this.rescues = rescues;
    this.gitlab = gitlab;
    this.outbox = outbox;
    this.metrics = metrics;
    this.background = background;
    this.vertx = vertx;
    this.interval = config.drainInterval();
    this.clock = clock;
    this.rounds = new Rounds("rescue round", this::round, background, clock);
  }

  void start(@Observes StartupEvent event) {
    timer = vertx.setPeriodic(interval.toMillis(), tick -> atOnce());
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
  }

  void atOnce() {
    rounds.atOnce();
  }

  private Uni<Void> round() {
    UUID lease = UUID.randomUUID();
    Instant now = clock.instant();
    return Panache.withTransaction(() -> rescues.lease(lease, now, now.plus(LEASE), AT_ONCE))
        .invoke(due -> due.forEach(rescue -> take(lease, rescue)))
        .replaceWithVoid()
        .onFailure()
        .invoke(failure -> LOG.warnf("Jobs not taken up reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  private void take(UUID lease, Rescue rescue) {
    background.run("rescue", () -> bring(lease, rescue));
  }

  /** Goes on as long as steps follow each other without a wait. */
  private Uni<Void> bring(UUID lease, Rescue rescue) {
    return call(rescue)
        .map(seen -> rescue.next(seen, clock.instant()))
        .chain(
            next ->
                outbox
                    .commit(out -> save(lease, rescue, next, out))
                    .invoke(saved -> tell(saved, rescue, next))
                    .invoke(saved -> goOn(saved, next)))
        .replaceWithVoid();
  }

  private Uni<Boolean> save(UUID lease, Rescue before, Rescue.Next next, Outgoing out) {
    Instant now = clock.instant();
    return rescues
        .save(lease, next, now)
        .invoke(
            saved -> {
              if (saved
                  && next.state() instanceof Retrial.Retried retried
                  && !(before instanceof Retrial.Retried)) {
                out.send(Topic.DEMAND_EVENTS, retried(retried, now));
              }
            });
  }

  private static JobRetried retried(Retrial.Retried retried, Instant at) {
    JobOnRunner lost = retried.bereft().job();
    return new JobRetried(
        retried.retry(), lost.project(), lost.job(), retried.bereft().attempt() + 1, at);
  }

  private void goOn(boolean saved, Rescue.Next next) {
    if (saved && next.rest().isZero() && !next.state().ended()) {
      atOnce();
    }
  }

  private Uni<JobObservation> call(Rescue rescue) {
    JobOnRunner job = rescue.bereft().job();
    return switch (rescue.call()) {
      case LOOK_AT_JOB -> gitlab.look(job.project(), job.job());
      case CANCEL -> gitlab.cancel(job.project(), job.job(), false);
      case CANCEL_BY_FORCE -> gitlab.cancel(job.project(), job.job(), true);
      case RETRY -> gitlab.retry(job.project(), job.job());
      case LOOK_AT_RETRY ->
          rescue instanceof Retrial.Retried retried
              ? gitlab.look(job.project(), retried.retry())
              : Uni.createFrom().item(new Unclear());
      case LOOK_AT_PIPELINE ->
          Panache.withSession(() -> rescues.canceledByUs(List.of(job.pipeline().value())))
              .chain(ours -> gitlab.pipeline(job, ours));
      case NONE -> Uni.createFrom().item(new Unclear());
    };
  }

  private void tell(boolean saved, Rescue before, Rescue.Next next) {
    if (!saved || next.state().getClass().equals(before.getClass())) {
      return;
    }
    String pool = before.bereft().pool().toString();
    long job = before.bereft().job().job().value();
    switch (next.state()) {
      case Losing.Canceling _ ->
          LOG.infof(
              "Job ended, as its machine goes job=%d runner=%s", job, before.bereft().runner());
      case Retrial.Retried retried -> {
        metrics.jobRetried(pool);
        LOG.infof("Job retried job=%d retry=%s pool=%s", job, retried.retry(), pool);
      }
      case Rescue.Over over -> {
        metrics.jobRescued(pool, over.outcome());
        LOG.infof("Job settled job=%d pool=%s outcome=%s", job, pool, over.outcome());
      }
      case Losing.Watched _,
          Losing.Stopping _,
          Losing.Canceled _,
          Retrial.Failed _,
          Retrial.Retrying _,
          Retrial.Refused _ -> {}
    }
  }
}
