package dev.runnerfleet.jobwatcher.history;

import dev.runnerfleet.jobwatcher.WatcherConfig;
import dev.runnerfleet.jobwatcher.job.JobStore;
import dev.runnerfleet.jobwatcher.memory.RequirementsMemory;
import dev.runnerfleet.jobwatcher.poll.Cursors;
import dev.runnerfleet.jobwatcher.running.RunnerStore;
import dev.runnerfleet.jobwatcher.webhook.DeliveryStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Forgets webhooks that GitLab will not send again, jobs long over, and what was long learnt. */
@ApplicationScoped
class ForgettingLoop {

  private static final Logger LOG = Logger.getLogger(ForgettingLoop.class);

  /** GitLab's background workers try a delivery again for hours at most. */
  private static final Duration DELIVERIES = Duration.ofDays(1);

  private static final Duration MEMORY = Duration.ofDays(30);

  private final DeliveryStore deliveries;
  private final JobStore jobs;
  private final RequirementsMemory memory;
  private final Cursors cursors;
  private final RunnerStore runners;
  private final Duration history;
  private final Clock clock;

  ForgettingLoop(
      DeliveryStore deliveries,
      JobStore jobs,
      RequirementsMemory memory,
      Cursors cursors,
      RunnerStore runners,
      WatcherConfig config,
      Clock clock) {
    this.deliveries = deliveries;
    this.jobs = jobs;
    this.memory = memory;
    this.cursors = cursors;
    this.runners = runners;
    this.history = config.keepHistory();
    this.clock = clock;
  }

  @Scheduled(
      every = "10m",
      delayed = "1m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> forget() {
    Instant now = clock.instant();
    return Panache.withTransaction(
            () ->
                deliveries
                    .forget(now.minus(DELIVERIES))
                    .chain(() -> jobs.forget(now.minus(history)))
                    .chain(() -> memory.forget(now.minus(MEMORY)))
                    .chain(() -> cursors.forget(now.minus(MEMORY)))
                    .chain(() -> runners.forget(now.minus(MEMORY))))
        .replaceWithVoid()
        .onFailure()
        .invoke(failure -> LOG.warnf("History not pruned reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }
}
