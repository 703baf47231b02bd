package dev.runnerfleet.jobwatcher.job;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.jobwatcher.core.Job;
import dev.runnerfleet.jobwatcher.core.KnownJob;
import dev.runnerfleet.jobwatcher.core.Ref;
import dev.runnerfleet.jobwatcher.core.Requirements;
import dev.runnerfleet.jobwatcher.core.Stage;
import dev.runnerfleet.jobwatcher.core.Status;
import dev.runnerfleet.jobwatcher.core.Status.Created;
import dev.runnerfleet.jobwatcher.core.Status.Finished;
import dev.runnerfleet.jobwatcher.core.Status.Pending;
import dev.runnerfleet.jobwatcher.core.Status.Running;
import dev.runnerfleet.jobwatcher.memory.Tags;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A job as last seen. */
@Entity
@Table(name = "job")
public class JobRow {

  @Id public long id;

  public long project;

  public long pipeline;

  public String name = "";

  public String ref = "";

  @Column(name = "git_tag")
  public boolean gitTag;

  @Enumerated(EnumType.STRING)
  public Stage stage = Stage.CREATED;

  /** Since when it is in its stage, by GitLab's clock. */
  public Instant at = Instant.EPOCH;

  @Column(name = "seen_at")
  public Instant seenAt = Instant.EPOCH;

  /** The tags that were told of, as JSON; none where none were. */
  public @Nullable String tags;

  @Column(name = "ref_protected")
  public @Nullable Boolean refProtected;

  @Column(name = "gitlab_runner")
  public @Nullable Long gitLabRunner;

  @Enumerated(EnumType.STRING)
  public JobFinished.@Nullable Outcome outcome;

  @Column(name = "failure_reason")
  public @Nullable String failureReason;

  KnownJob toDomain() {
    Job job =
        new Job(
            new JobId(id),
            new ProjectId(project),
            new PipelineId(pipeline),
            name,
            new Ref(ref, gitTag));
    Requirements told =
        tags == null ? null : new Requirements(Tags.read(tags), Boolean.TRUE.equals(refProtected));
    return new KnownJob(job, status(), told, seenAt);
  }

  void take(KnownJob known) {
    Job job = known.job();
    id = job.id().value();
    project = job.project().value();
    pipeline = job.pipeline().value();
    name = job.name();
    ref = job.ref().name();
    gitTag = job.ref().gitTag();
    seenAt = known.seenAt();
    Requirements told = known.told();
    tags = told == null ? null : Tags.write(told.tags());
    refProtected = told == null ? null : told.refProtected();
    take(known.status());
  }

  private Status status() {
    return switch (stage) {
      case CREATED -> new Created(at);
      case PENDING -> new Pending(at);
      case RUNNING -> new Running(runner(), at);
      case FINISHED -> new Finished(Objects.requireNonNull(outcome), failureReason, runner(), at);
    };
  }

  private void take(Status status) {
    stage = status.stage();
    at = status.at();
    switch (status) {
      case Created created -> {}
      case Pending pending -> {}
      case Running running -> take(running.runner());
      case Finished finished -> {
        take(finished.runner());
        outcome = finished.outcome();
        failureReason = finished.failureReason();
      }
    }
  }

  private @Nullable GitLabRunnerId runner() {
    return gitLabRunner == null ? null : new GitLabRunnerId(gitLabRunner);
  }

  private void take(@Nullable GitLabRunnerId runner) {
    gitLabRunner = runner == null ? null : runner.value();
  }
}
