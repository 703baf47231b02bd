package dev.runnerfleet.scaler.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.scaler.core.decision.Decision.Hold;
import dev.runnerfleet.scaler.core.decision.HoldReason;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.queue.FairShares;
import dev.runnerfleet.scaler.core.queue.Job;
import dev.runnerfleet.scaler.core.queue.JobStage;
import dev.runnerfleet.scaler.core.queue.Queue;
import dev.runnerfleet.scaler.decisions.Decided;
import dev.runnerfleet.scaler.decisions.DecisionRecord;
import dev.runnerfleet.scaler.pools.KeptPool;
import dev.runnerfleet.scaler.queue.KeptJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a job, what holds it where something does, and what will happen next.
 *
 * @param next in one sentence
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record JobExplanation(
    JobId job,
    JobStage stage,
    @Nullable PoolName pool,
    @Nullable DecisionId decision,
    @Nullable RunnerId runner,
    JobFinished.@Nullable Outcome outcome,
    List<Step> timeline,
    List<HeldBy> holds,
    String next) {

  /**
   * Puts together what is known.
   *
   * @param decision the pool's first that ordered machines since the job was seen
   * @param runner the runner that has or had the job, where it is ours
   * @param pool how its pool stands now; nothing where it has none
   */
  static JobExplanation of(
      KeptJob kept,
      Optional<DecisionRecord> decision,
      Optional<Runner> runner,
      Optional<PoolNow> pool) {
    Job job = kept.job();
    List<HeldBy> holds = job.isQueued() ? held(kept, pool) : List.of();
    return new JobExplanation(
        job.id(),
        job.stage(),
        kept.pool(),
        decision.map(DecisionRecord::id).orElse(null),
        runner.map(Runner::id).orElse(null),
        job.outcome(),
        timeline(kept, decision, runner),
        holds,
        next(kept, runner, holds));
  }

  private static List<Step> timeline(
      KeptJob kept, Optional<DecisionRecord> decision, Optional<Runner> runner) {
    Job job = kept.job();
    List<Step> steps = new ArrayList<>();
    if (job.wish() != null) {
      steps.add(new Step("queued", job.wish().queuedAt()));
      steps.add(new Step("seen", job.wish().seenAt()));
    }
    add(steps, "matched", kept.matchedAt());
    decision.ifPresent(made -> steps.add(new Step("decided", made.at())));
    runner.ifPresent(
        ours -> {
          add(steps, "runner requested", ours.requestedAt());
          add(steps, "runner called", ours.purchase() == null ? null : ours.purchase().calledAt());
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

  private static List<HeldBy> held(KeptJob kept, Optional<PoolNow> pool) {
    Job job = kept.job();
    if (pool.isEmpty()) {
      Instant since = job.wish() == null ? null : job.wish().seenAt();
      return List.of(HeldBy.of(HoldReason.NO_MATCHING_POOL, "", since));
    }
    PoolNow now = pool.get();
    List<HeldBy> held = new ArrayList<>();
    for (Hold hold : now.decided().decision().holds()) {
      if (hold.jobs() > 0) {
        held.add(HeldBy.of(hold.reason(), detail(hold, job, now.decided()), now.since(hold, kept)));
      }
    }
    return held;
  }

  // Which of a project's jobs goes first is GitLab's to say; how many count is said here.
  private static String detail(Hold hold, Job job, Decided decided) {
    Queue queue = decided.queue();
    int all =
        queue.shares().stream()
            .filter(share -> share.project().equals(job.project()))
            .mapToInt(Queue.Share::jobs)
            .sum();
    if (hold.reason() == HoldReason.WAITING_FOR_BOOT || hold.jobs() >= queue.waiting()) {
      return hold.detail();
    }
    int counted =
        FairShares.of(queue, queue.waiting() - hold.jobs()).getOrDefault(job.project(), 0);
    String turn =
        "capacity counts towards projects in turn: %d of its project's %d waiting jobs have some"
            .formatted(counted, all);
    return hold.detail().isEmpty() ? turn : hold.detail() + "; " + turn;
  }

  private static String next(KeptJob kept, Optional<Runner> runner, List<HeldBy> holds) {
    return switch (kept.job().stage()) {
      case FINISHED -> "Nothing: it is over.";
      case RUNNING ->
          runner
              .map(ours -> "It runs to its end on runner %s.".formatted(ours.id()))
              .orElse("It runs to its end on a runner that is not Runnerfleet's.");
      case RETRIED -> "It stands in the place of a job that lost its machine; GitLab queues it.";
      case QUEUED ->
          holds.isEmpty()
              ? "A machine of pool %s is ready; GitLab gives it the job when it next asks."
                  .formatted(kept.pool())
              : "%s; %s.".formatted(holds.getFirst().sentence(), holds.getFirst().reason().next());
    };
  }

  /** Something that happened, and when. */
  record Step(String what, Instant at) {}

  /** How the job's pool stands now. */
  record PoolNow(KeptPool kept, Decided decided) {

    /** A reason holds a job from when the job came to the pool at the earliest. */
    Instant since(Hold hold, KeptJob job) {
      Instant began = kept.held().since().getOrDefault(hold.reason(), decided.at());
      return job.matchedAt() != null && job.matchedAt().isAfter(began) ? job.matchedAt() : began;
    }
  }

  /** A reason for the job's waiting, and since when it holds without a break. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record HeldBy(HoldReason reason, String sentence, String detail, @Nullable Instant since) {

    static HeldBy of(HoldReason reason, String detail, @Nullable Instant since) {
      return new HeldBy(reason, reason.sentence(), detail, since);
    }
  }
}
