package dev.runnerfleet.scaler.decisions;

import dev.runnerfleet.scaler.ScalerConfig;
import dev.runnerfleet.scaler.fleet.RunnerStore;
import dev.runnerfleet.scaler.queue.JobStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/** Forgets what is over for longer than history is kept. */
@ApplicationScoped
class ForgettingLoop {

  private static final Logger LOG = Logger.getLogger(ForgettingLoop.class);

  private final JobStore jobs;
  private final RunnerStore runners;
  private final DecisionStore decisions;
  private final ScalerConfig config;
  private final Clock clock;

  ForgettingLoop(
      JobStore jobs,
      RunnerStore runners,
      DecisionStore decisions,
      ScalerConfig config,
      Clock clock) {
    this.jobs = jobs;
    this.runners = runners;
    this.decisions = decisions;
    this.config = config;
    this.clock = clock;
  }

  @Scheduled(
      every = "1h",
      delayed = "10m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> forget() {
    Instant before = clock.instant().minus(config.keepHistory());
    // What the day's budgets count is kept as long as the day, however short history is.
    Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
    return Panache.withTransaction(
            () ->
                jobs.forget(before)
                    .chain(() -> runners.forget(before.isBefore(today) ? before : today))
                    .chain(() -> decisions.forget(before)))
        .replaceWithVoid()
        .onFailure()
        .invoke(failure -> LOG.warnf("History not pruned reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }
}
