package dev.runnerfleet.scaler.core.queue;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.contracts.demand.JobForeseen;
import dev.runnerfleet.contracts.demand.JobQueued;
import dev.runnerfleet.contracts.demand.JobRetried;
import dev.runnerfleet.contracts.demand.JobStarted;
import dev.runnerfleet.contracts.runner.Offering.Market;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job as its events tell of it. Each event adds what it knows, and the stage only moves forward:
 * a repeated or late event changes nothing, and any order of them ends in the same job.
 *
 * @param wish what it asks for; not known where its start or end was heard of first
 * @param retries how often its like has been retried because a machine went
 * @param runner the GitLab runner that has or had it, where GitLab said which
 */
public record Job(
    JobId id,
    ProjectId project,
    JobStage stage,
    @Nullable Wish wish,
    int retries,
    @Nullable GitLabRunnerId runner,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    JobFinished.@Nullable Outcome outcome) {

  /** From so many retries on, it is not left to spot once more where its pool has a choice. */
  private static final int SPOT_RETRIES = 1;

  /** What an event makes of a job not known so far; nothing where it is only foreseen. */
  public static Optional<Job> first(DemandEvent event) {
    JobStage stage =
        switch (event) {
          case JobForeseen foreseen -> null;
          case JobRetried retried -> JobStage.RETRIED;
          case JobQueued queued -> JobStage.QUEUED;
          case JobStarted started -> JobStage.RUNNING;
          case JobFinished finished -> JobStage.FINISHED;
        };
    return stage == null
        ? Optional.empty()
        : Optional.of(
            new Job(event.job(), event.project(), stage, null, 0, null, null, null, null)
                .after(event));
  }

  /** This job once the event is taken into account; the same job where it tells nothing new. */
  public Job after(DemandEvent event) {
    return switch (event) {
      case JobForeseen foreseen -> this;
      case JobQueued queued -> queued(queued);
      case JobRetried retried -> retried(retried.retries());
      case JobStarted started -> started(started);
      case JobFinished finished -> finished(finished);
    };
  }

  public boolean isQueued() {
    return stage == JobStage.QUEUED;
  }

  /**
   * The market that its machine is to be bought on; null where any will do. Its tags leave no
   * choice; that its like was lost twice makes one, which a pool without on-demand machines has
   * not.
   */
  public @Nullable Market market() {
    Market asked = wish == null ? null : wish.market();
    return asked == null && retries > SPOT_RETRIES ? Market.ON_DEMAND : asked;
  }

  // Told again with other tags where the first were a wrong guess: the later word counts.
  private Job queued(JobQueued event) {
    Instant seenAt =
        wish != null && wish.seenAt().isBefore(event.seenAt()) ? wish.seenAt() : event.seenAt();
    if (wish != null && event.at().isBefore(wish.queuedAt())) {
      return with(wish.seenAt(seenAt));
    }
    Wish told =
        new Wish(
            event.pipeline(), event.name(), event.tags(), event.refProtected(), event.at(), seenAt);
    return with(told);
  }

  private Job with(Wish told) {
    return new Job(
        id, project, later(JobStage.QUEUED), told, retries, runner, startedAt, finishedAt, outcome);
  }

  private Job retried(int times) {
    return new Job(
        id, project, stage, wish, Math.max(retries, times), runner, startedAt, finishedAt, outcome);
  }

  private Job started(JobStarted event) {
    return new Job(
        id,
        project,
        later(JobStage.RUNNING),
        wish,
        retries,
        runner != null ? runner : event.runner(),
        startedAt != null ? startedAt : event.at(),
        finishedAt,
        outcome);
  }

  private Job finished(JobFinished event) {
    return new Job(
        id,
        project,
        JobStage.FINISHED,
        wish,
        retries,
        runner != null ? runner : event.runner(),
        startedAt,
        finishedAt != null ? finishedAt : event.at(),
        outcome != null ? outcome : event.outcome());
  }

  private JobStage later(JobStage next) {
    return stage.compareTo(next) > 0 ? stage : next;
  }
}
