package dev.runnerfleet.scaler.decisions;

import dev.runnerfleet.scaler.ScalerConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Decides about every pool every few seconds: what only time brings about, such as idle times,
 * schedules and the end of a back-off.
 */
@ApplicationScoped
class DecisionLoop {

  private static final Logger LOG = Logger.getLogger(DecisionLoop.class);

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofSeconds(10);

  private final Round round;
  private final ScalerConfig config;

  DecisionLoop(Round round, ScalerConfig config) {
    this.round = round;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    check(config.decisionInterval());
  }

  static void check(Duration interval) {
    if (interval.compareTo(LEAST) < 0 || interval.compareTo(MOST) > 0) {
      throw new ConfigurationException(
          "runnerfleet.decision-interval is %s; expected %s to %s"
              .formatted(interval, LEAST, MOST));
    }
  }

  @Scheduled(
      every = "${runnerfleet.decision-interval:2s}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> round() {
    return round
        .decide()
        .onFailure()
        .invoke(failure -> LOG.warnf("Pools not decided on reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }
}
