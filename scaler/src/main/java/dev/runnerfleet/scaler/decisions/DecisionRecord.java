package dev.runnerfleet.scaler.decisions;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.launch.LaunchRunner.Purpose;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.decision.Decision.Hold;
import dev.runnerfleet.scaler.core.decision.Decision.Inputs;
import dev.runnerfleet.scaler.core.decision.Decision.Launch;
import dev.runnerfleet.scaler.core.decision.Decision.Recall;
import dev.runnerfleet.scaler.core.decision.Decision.Retirement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A decision as it is kept and shown. */
public record DecisionRecord(
    DecisionId id, PoolName pool, Instant at, int poolRevision, Inputs inputs, Outcome outcome) {

  public static DecisionRecord of(Decided decided) {
    Decision decision = decided.decision();
    List<Ordered> launches = new ArrayList<>();
    Iterator<RunnerId> ids = decided.launched().iterator();
    for (Launch launch : decision.launches()) {
      for (int i = 0; i < launch.count(); i++) {
        launches.add(new Ordered(ids.next(), launch.purpose()));
      }
    }
    return new DecisionRecord(
        decided.id(),
        decided.pool().name(),
        decided.at(),
        decided.pool().spec().revision(),
        decision.inputs(),
        new Outcome(launches, decision.retirements(), decision.recalls(), decision.holds()));
  }

  /** What came of it. */
  public record Outcome(
      List<Ordered> launches,
      List<Retirement> retirements,
      List<Recall> recalls,
      List<Hold> holds) {}

  /** A runner that was ordered, and what for. */
  public record Ordered(RunnerId runner, Purpose purpose) {}
}
