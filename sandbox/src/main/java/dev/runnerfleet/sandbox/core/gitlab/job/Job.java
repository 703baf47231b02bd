package dev.runnerfleet.sandbox.core.gitlab.job;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job of a pipeline at one moment.
 *
 * @param protectedRef whether its branch was protected when the pipeline was made
 * @param retries how many jobs were run before in its place
 * @param retriedAs the job that was made in its place, or null
 */
public record Job(
    long id,
    long projectId,
    long pipelineId,
    String ref,
    boolean protectedRef,
    JobPlan plan,
    String token,
    Progress progress,
    int retries,
    @Nullable Long retriedAs) {

  public Job with(Progress changed) {
    return new Job(
        id, projectId, pipelineId, ref, protectedRef, plan, token, changed, retries, retriedAs);
  }

  public Job retriedAs(long newId) {
    return new Job(
        id, projectId, pipelineId, ref, protectedRef, plan, token, progress, retries, newId);
  }

  public Job again(long newId, String newToken, Instant now) {
    return new Job(
        newId,
        projectId,
        pipelineId,
        ref,
        protectedRef,
        plan,
        newToken,
        Progress.created(now),
        retries + 1,
        null);
  }

  public JobStatus status() {
    return progress.status();
  }

  public List<String> tags() {
    return plan.tags();
  }

  /** Whether no other job was made in its place. */
  public boolean isLatest() {
    return retriedAs == null;
  }

  /** The runner's id, once one has taken it. */
  public @Nullable Long runnerId() {
    Assignment assignment = progress.assignment();
    return assignment == null ? null : assignment.runnerId();
  }

  /** Without the token, so that no log can show it. */
  @Override
  public String toString() {
    return "Job[id=" + id + ", status=" + status() + "]";
  }
}
