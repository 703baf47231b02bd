package dev.runnerfleet.sandbox.core.gitlab.job;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline at one moment.
 *
 * @param iid its number within the project
 * @param stages in the order in which they run
 */
public record Pipeline(
    long id,
    long iid,
    long projectId,
    String ref,
    boolean protectedRef,
    String sha,
    List<String> stages,
    JobStatus status,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {
  public Pipeline {
    stages = List.copyOf(stages);
  }

  Pipeline with(JobStatus changed, Instant now) {
    Instant started = startedAt == null && changed == JobStatus.RUNNING ? now : startedAt;
    Instant finished = changed.isComplete() ? now : null;
    return new Pipeline(
        id, iid, projectId, ref, protectedRef, sha, stages, changed, createdAt, started, finished);
  }

  /** What a pipeline is of which these are the latest jobs (GitLab's Ci::Status::Composite). */
  static JobStatus statusOf(List<Job> latest) {
    var statuses = latest.stream().map(Job::status).distinct().toList();
    if (statuses.size() == 1) {
      return statuses.getFirst();
    }
    if (statuses.contains(JobStatus.RUNNING)) {
      return JobStatus.RUNNING;
    }
    if (statuses.stream().allMatch(JobStatus::isComplete)) {
      return outcome(statuses);
    }
    boolean begun = statuses.stream().anyMatch(JobStatus::isComplete);
    return begun ? JobStatus.RUNNING : JobStatus.PENDING;
  }

  private static JobStatus outcome(List<JobStatus> statuses) {
    if (statuses.contains(JobStatus.FAILED)) {
      return JobStatus.FAILED;
    }
    return statuses.contains(JobStatus.CANCELED) ? JobStatus.CANCELED : JobStatus.SUCCESS;
  }
}
