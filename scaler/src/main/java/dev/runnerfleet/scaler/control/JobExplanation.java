package dev.runnerfleet.scaler.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.scaler.core.Decision.Hold;
import dev.runnerfleet.scaler.core.HoldReason;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.queue.Job;
import dev.runnerfleet.scaler.core.queue.JobStage;
import dev.runnerfleet.scaler.decisions.DecisionRecord;
import dev.runnerfleet.scaler.queue.KeptJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened to a job, and what holds it where something does. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record JobExplanation(
    JobId job,
    JobStage stage,
    @Nullable PoolName pool,
    @Nullable DecisionId decision,
    @Nullable RunnerId runner,
    JobFinished.@Nullable Outcome outcome,
    List<Step> timeline,
    List<HeldBy> holds) {

  /**
   * @param decision the pool's first that ordered machines since the job was seen
   * @param runner the runner that has or had the job, where it is ours
   * @param holds what holds its pool now
   */
  static JobExplanation of(
      KeptJob kept, Optional<DecisionRecord> decision, Optional<Runner> runner, List<Hold> holds) {
    Job job = kept.job();
    return new JobExplanation(
        job.id(),
        job.stage(),
        kept.pool(),
        decision.map(DecisionRecord::id).orElse(null),
        runner.map(Runner::id).orElse(null),
        job.outcome(),
        timeline(job, decision, runner),
        job.isQueued() ? held(kept, holds) : List.of());
  }

  private static List<Step> timeline(
      Job job, Optional<DecisionRecord> decision, Optional<Runner> runner) {
    List<Step> steps = new ArrayList<>();
    if (job.wish() != null) {
      steps.add(new Step("queued", job.wish().queuedAt()));
      steps.add(new Step("seen", job.wish().seenAt()));
    }
    decision.ifPresent(made -> steps.add(new Step("decided", made.at())));
    runner.ifPresent(
        ours -> {
          add(steps, "runner requested", ours.requestedAt());
          add(steps, "runner launched", ours.launchedAt());
          add(steps, "runner registered", ours.registeredAt());
        });
    add(steps, "started", job.startedAt());
    add(steps, "finished", job.finishedAt());
    steps.sort(Comparator.comparing(Step::at));
    return steps;
  }

  private static void add(List<Step> steps, String what, @Nullable Instant at) {
    if (at != null) {
      steps.add(new Step(what, at));
    }
  }

  private static List<HeldBy> held(KeptJob kept, List<Hold> holds) {
    if (kept.pool() == null) {
      return List.of(HeldBy.of(HoldReason.NO_MATCHING_POOL, ""));
    }
    return holds.stream().map(hold -> HeldBy.of(hold.reason(), hold.detail())).toList();
  }

  /** Something that happened, and when. */
  record Step(String what, Instant at) {}

  /** A reason for the job's waiting. */
  record HeldBy(HoldReason reason, String sentence, String detail) {

    static HeldBy of(HoldReason reason, String detail) {
      return new HeldBy(reason, reason.sentence(), detail);
    }
  }
}
