package dev.runnerfleet.scaler.decisions;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.queue.Queue;
import java.time.Instant;
import java.util.List;

/**
 * A decision and what it was made of.
 *
 * @param launched the runners that it ordered
 */
public record Decided(
    DecisionId id,
    Instant at,
    Pool pool,
    Queue queue,
    Fleet fleet,
    Decision decision,
    List<RunnerId> launched) {

  public Decided {
    launched = List.copyOf(launched);
  }
}
