package dev.runnerfleet.reaper.report;

import dev.runnerfleet.reaper.runner.ReporterStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Counts machines that used to report and have gone silent. */
@ApplicationScoped
class SilenceLoop {

  private static final Logger LOG = Logger.getLogger(SilenceLoop.class);

  /** Four reports in a row that did not come. */
  private static final Duration SILENT = Duration.ofMinutes(2);

  private final ReporterStore reporters;
  private final ReportMetrics metrics;
  private final Clock clock;

  SilenceLoop(ReporterStore reporters, ReportMetrics metrics, Clock clock) {
    this.reporters = reporters;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Scheduled(
      every = "30s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> tick() {
    return Panache.withTransaction(
            () ->
                reporters
                    .forgetClosed()
                    .chain(() -> reporters.silentSince(clock.instant().minus(SILENT))))
        .invoke(metrics::silent)
        .onFailure()
        .invoke(failure -> LOG.warnf("Silence not counted reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }
}
