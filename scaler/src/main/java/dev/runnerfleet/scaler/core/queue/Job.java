package dev.runnerfleet.scaler.core.queue;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.contracts.demand.JobForeseen;
import dev.runnerfleet.contracts.demand.JobQueued;
import dev.runnerfleet.contracts.demand.JobStarted;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job as its events tell of it. Each event adds what it knows, and the stage only moves forward:
 * a repeated or late event changes nothing, and any order of them ends in the same job.
 *
 * @param wish what it asks for; not known where its start or end was heard of first
 * @param runner the GitLab runner that has or had it, where GitLab said which
 */
public record Job(
    JobId id,
    ProjectId project,
    JobStage stage,
    @Nullable Wish wish,
    @Nullable GitLabRunnerId runner,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    JobFinished.@Nullable Outcome outcome) {

  /** What an event makes of a job not known so far; nothing where it is only foreseen. */
  public static Optional<Job> first(DemandEvent event) {
    JobStage stage =
        switch (event) {
          case JobForeseen foreseen -> null;
          case JobQueued queued -> JobStage.QUEUED;
          case JobStarted started -> JobStage.RUNNING;
          case JobFinished finished -> JobStage.FINISHED;
        };
    return stage == null
        ? Optional.empty()
        : Optional.of(
            new Job(event.job(), event.project(), stage, null, null, null, null, null)
                .after(event));
  }

  /** This job once the event is taken into account; the same job where it tells nothing new. */
  public Job after(DemandEvent event) {
    return switch (event) {
      case JobForeseen foreseen -> this;
      case JobQueued queued -> queued(queued);
      case JobStarted started -> started(started);
      case JobFinished finished -> finished(finished);
    };
  }

  public boolean isQueued() {
    return stage == JobStage.QUEUED;
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
    return new Job(id, project, stage, told, runner, startedAt, finishedAt, outcome);
  }

  private Job started(JobStarted event) {
    return new Job(
        id,
        project,
        later(JobStage.RUNNING),
        wish,
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
        runner != null ? runner : event.runner(),
        startedAt,
        finishedAt != null ? finishedAt : event.at(),
        outcome != null ? outcome : event.outcome());
  }

  private JobStage later(JobStage next) {
    return stage.compareTo(next) > 0 ? stage : next;
  }
}
