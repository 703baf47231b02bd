package dev.runnerfleet.provisioner.launch;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.launch.RecallRunner;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.retire.TerminateRunner;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.provisioner.runner.RunnerRow;
import dev.runnerfleet.provisioner.runner.RunnerStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Takes orders back. What was not called for yet is dropped. A call that is out cannot be taken
 * back: should it give nothing, the order is dropped then; should it give a machine, or have given
 * one that has not enrolled, the scaler's word is passed on to the reaper, which terminates it.
 */
@ApplicationScoped
class Recalls {

  private final RunnerStore runners;
  private final LaunchMetrics metrics;
  private final Clock clock;

  Recalls(RunnerStore runners, LaunchMetrics metrics, Clock clock) {
    this.runners = runners;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Runs in its caller's transaction, and tells which orders are dropped. */
  Uni<List<LaunchFailed>> take(List<RecallRunner> recalls, Outgoing out) {
    Map<String, List<RunnerId>> byDecision = new TreeMap<>();
    recalls.forEach(
        recall ->
            byDecision
                .computeIfAbsent(recall.decision().value(), key -> new ArrayList<>())
                .add(recall.runner()));
    List<LaunchFailed> dropped = new ArrayList<>();
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Map.Entry<String, List<RunnerId>> each : byDecision.entrySet()) {
      DecisionId decision = new DecisionId(each.getKey());
      all =
          all.chain(() -> drop(each.getValue(), out))
              .invoke(dropped::addAll)
              .chain(() -> runners.recallCalled(each.getValue(), decision))
              .invoke(metrics::recalledTooLate)
              .chain(() -> runners.booting(each.getValue()))
              .invoke(rows -> terminate(rows, decision, out))
              .replaceWithVoid();
    }
    return all.replaceWith(dropped);
  }

  private Uni<List<LaunchFailed>> drop(List<RunnerId> recalled, Outgoing out) {
    Instant now = clock.instant();
    return runners
        .lockUncalled(recalled)
        .map(
            rows ->
                rows.stream()
                    .map(row -> row.fail(LaunchFailed.Reason.RECALLED, "", now))
                    .collect(Collectors.toList()))
        .invoke(failures -> failures.forEach(event -> out.send(Topic.RUNNER_EVENTS, event)));
  }

  private void terminate(List<RunnerRow> rows, DecisionId decision, Outgoing out) {
    metrics.recalledTooLate(rows.size());
    rows.forEach(row -> terminate(row, decision, clock.instant(), out));
  }

  static void terminate(RunnerRow row, DecisionId decision, Instant now, Outgoing out) {
    out.send(
        Topic.RETIRE_COMMANDS,
        new TerminateRunner(
            row.runnerId(), row.poolName(), RetirementReason.RECALLED, decision, now));
  }
}
