package dev.runnerfleet.scaler.decisions;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Decides about every pool every few seconds: what only time brings about, such as idle times,
 * schedules and the end of a back-off.
 */
@ApplicationScoped
class DecisionLoop {

  private static final Logger LOG = Logger.getLogger(DecisionLoop.class);

  private final Round round;

  DecisionLoop(Round round) {
    this.round = round;
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
