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

  public Pipeline with(JobStatus changed, Instant now) {
    Instant started = startedAt == null && changed == JobStatus.RUNNING ? now : startedAt;
    Instant finished = changed.isComplete() ? now : null;
    return new Pipeline(
        id, iid, projectId, ref, protectedRef, sha, stages, changed, createdAt, started, finished);
  }
}
