package dev.runnerfleet.scaler.queue;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.scaler.core.queue.Job;
import dev.runnerfleet.scaler.core.queue.JobStage;
import dev.runnerfleet.scaler.core.queue.Wish;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A job as kept, with the pool that it belongs to. */
@Entity
@Table(name = "job")
public class JobRow {

  @Id public long id;

  public long project;

  @Enumerated(EnumType.STRING)
  public JobStage stage = JobStage.QUEUED;

  public @Nullable Long pipeline;

  public @Nullable String name;

  public @Nullable String tags;

  @Column(name = "ref_protected")
  public @Nullable Boolean refProtected;

  @Column(name = "queued_at")
  public @Nullable Instant queuedAt;

  @Column(name = "seen_at")
  public @Nullable Instant seenAt;

  @Column(name = "gitlab_runner")
  public @Nullable Long gitLabRunner;

  @Column(name = "started_at")
  public @Nullable Instant startedAt;

  @Column(name = "finished_at")
  public @Nullable Instant finishedAt;

  public @Nullable String outcome;

  public @Nullable String pool;

  @Column(name = "matched_at")
  public @Nullable Instant matchedAt;

  /** How often its like has been retried because a machine went. */
  public int retries;

  /** The only market that will do; none where any will. */
  public @Nullable String market;

  @Nullable PoolName assigned() {
    return pool == null ? null : new PoolName(pool);
  }

  Job toDomain() {
    return new Job(
        new JobId(id),
        new ProjectId(project),
        stage,
        wish(),
        retries,
        gitLabRunner == null ? null : new GitLabRunnerId(gitLabRunner),
        startedAt,
        finishedAt,
        outcome == null ? null : JobFinished.Outcome.valueOf(outcome));
  }

  void take(Job job) {
    id = job.id().value();
    project = job.project().value();
    stage = job.stage();
    retries = job.retries();
    market = job.market() == null ? null : job.market().name();
    gitLabRunner = job.runner() == null ? null : job.runner().value();
    startedAt = job.startedAt();
    finishedAt = job.finishedAt();
    outcome = job.outcome() == null ? null : job.outcome().name();
    Wish wish = job.wish();
    if (wish != null) {
      pipeline = wish.pipeline().value();
      name = wish.name();
      tags = Tags.write(wish.tags());
      refProtected = wish.refProtected();
      queuedAt = wish.queuedAt();
      seenAt = wish.seenAt();
    }
  }

  private @Nullable Wish wish() {
    if (tags == null) {
      return null;
    }
    return new Wish(
        new PipelineId(Objects.requireNonNull(pipeline)),
        Objects.requireNonNull(name),
        Tags.read(tags),
        Boolean.TRUE.equals(refProtected),
        Objects.requireNonNull(queuedAt),
        Objects.requireNonNull(seenAt));
  }
}
