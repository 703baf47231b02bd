package dev.runnerfleet.reaper.drain;

import dev.runnerfleet.reaper.ReaperConfig;
import dev.runnerfleet.reaper.ReaperMetrics;
import dev.runnerfleet.reaper.runner.PoolStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Takes up due drains, again and again. A round only takes them up, their steps go on without it:
 * one that waits for a slow answer holds up no other.
 */
@ApplicationScoped
public class DrainLoop {

  private static final Logger LOG = Logger.getLogger(DrainLoop.class);

  private final DrainRound round;
  private final DrainStore drains;
  private final PoolStore pools;
  private final ReaperMetrics metrics;
  private final Vertx vertx;
  private final Duration interval;
  private long timer;

  DrainLoop(
      DrainRound round,
      DrainStore drains,
      PoolStore pools,
      ReaperMetrics metrics,
      ReaperConfig config,
      Vertx vertx) {
    this.round = round;
    this.drains = drains;
    this.pools = pools;
    this.metrics = metrics;
    this.vertx = vertx;
    this.interval = config.drainInterval();
  }

  /** Quarkus's scheduler knows no interval under a second. */
  void start(@Observes StartupEvent event) {
    timer = vertx.setPeriodic(interval.toMillis(), ignored -> atOnce());
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
  }

  @Scheduled(
      every = "5s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> count() {
    return Panache.withSession(drains::unendedByState)
        .invoke(metrics::drains)
        .chain(() -> Panache.withSession(pools::names))
        .invoke(metrics::pools)
        .replaceWithVoid()
        .onFailure()
        .invoke(failure -> LOG.warnf("Drains not counted reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  /** Takes up soon what is due, whatever comes of the caller. */
  public void atOnce() {
    round.atOnce();
  }
}
