package dev.runnerfleet.sandbox.core.gitlab.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a job has come.
 *
 * @param failureReason in GitLab's words, for failed jobs
 */
public record Progress(
    JobStatus status,
    Instant createdAt,
    @Nullable Instant queuedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Assignment assignment,
    @Nullable String failureReason,
    @Nullable Integer exitCode) {

  static Progress created(Instant now) {
    return new Progress(JobStatus.CREATED, now, null, null, null, null, null, null);
  }

  Progress queued(Instant now) {
    expect(JobStatus.CREATED);
    return new Progress(JobStatus.PENDING, createdAt, now, null, null, null, null, null);
  }

  Progress started(Assignment by, Instant now) {
    expect(JobStatus.PENDING);
    return new Progress(JobStatus.RUNNING, createdAt, queuedAt, now, null, by, null, null);
  }

  Progress succeeded(Instant now) {
    expect(JobStatus.RUNNING);
    return ended(JobStatus.SUCCESS, null, 0, now);
  }

  Progress failed(String reason, @Nullable Integer code, Instant now) {
    if (status.isComplete()) {
      throw new IllegalStateException("A job that is " + status + " cannot fail");
    }
    return ended(JobStatus.FAILED, reason, code, now);
  }

  Progress canceled(Instant now) {
    if (status.isComplete()) {
      throw new IllegalStateException("A job that is " + status + " cannot be canceled");
    }
    return ended(JobStatus.CANCELED, null, null, now);
  }

  Progress skipped() {
    expect(JobStatus.CREATED);
    return new Progress(JobStatus.SKIPPED, createdAt, null, null, null, null, null, null);
  }

  /** Waits again for the stages before, one of which is retried. */
  Progress waitingAgain() {
    expect(JobStatus.SKIPPED);
    return created(createdAt);
  }

  private Progress ended(
      JobStatus as, @Nullable String reason, @Nullable Integer code, Instant now) {
    return new Progress(as, createdAt, queuedAt, startedAt, now, assignment, reason, code);
  }

  private void expect(JobStatus expected) {
    if (status != expected) {
      throw new IllegalStateException("The job is " + status + ", not " + expected);
    }
  }
}
