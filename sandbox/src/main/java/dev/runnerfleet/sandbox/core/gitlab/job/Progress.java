package dev.runnerfleet.sandbox.core.gitlab.job;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a job has come.
 *
 * @param scheduledAt when a delayed job is to begin
 * @param failureReason in GitLab's words, for failed jobs
 */
public record Progress(
    JobStatus status,
    Instant createdAt,
    @Nullable Instant scheduledAt,
    @Nullable Instant queuedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Assignment assignment,
    @Nullable String failureReason,
    @Nullable Integer exitCode) {
  private static final Set<JobStatus> BEFORE_QUEUE =
      EnumSet.of(JobStatus.CREATED, JobStatus.MANUAL, JobStatus.SCHEDULED);

  public static Progress created(Instant now) {
    return waiting(JobStatus.CREATED, now, null);
  }

  private static Progress waiting(JobStatus as, Instant createdAt, @Nullable Instant scheduledAt) {
    return new Progress(as, createdAt, scheduledAt, null, null, null, null, null, null);
  }

  public Progress queued(Instant now) {
    expect(BEFORE_QUEUE);
    return new Progress(
        JobStatus.PENDING, createdAt, scheduledAt, now, null, null, null, null, null);
  }

  /** Waits for somebody to start it. */
  public Progress manual() {
    expect(EnumSet.of(JobStatus.CREATED));
    return waiting(JobStatus.MANUAL, createdAt, null);
  }

  /** Waits for a time. */
  public Progress scheduled(Instant at) {
    expect(EnumSet.of(JobStatus.CREATED));
    return waiting(JobStatus.SCHEDULED, createdAt, at);
  }

  public Progress started(Assignment by, Instant now) {
    expect(EnumSet.of(JobStatus.PENDING));
    return new Progress(
        JobStatus.RUNNING, createdAt, scheduledAt, queuedAt, now, null, by, null, null);
  }

  /** Goes on until its runner has done what it does after a cancellation. */
  public Progress canceling() {
    expect(EnumSet.of(JobStatus.RUNNING));
    return new Progress(
        JobStatus.CANCELING,
        createdAt,
        scheduledAt,
        queuedAt,
        startedAt,
        null,
        assignment,
        null,
        null);
  }

  /** Whatever its runner says, a job being canceled ends as canceled. */
  public Progress succeeded(Instant now) {
    expect(EnumSet.of(JobStatus.RUNNING, JobStatus.CANCELING));
    return status == JobStatus.CANCELING
        ? ended(JobStatus.CANCELED, null, null, now)
        : ended(JobStatus.SUCCESS, null, 0, now);
  }

  public Progress failed(String reason, @Nullable Integer code, Instant now) {
    if (status.isComplete()) {
      throw new IllegalStateException("A job that is " + status + " cannot fail");
    }
    return status == JobStatus.CANCELING
        ? ended(JobStatus.CANCELED, null, null, now)
        : ended(JobStatus.FAILED, reason, code, now);
  }

  public Progress canceled(Instant now) {
    if (status.isComplete()) {
      throw new IllegalStateException("A job that is " + status + " cannot be canceled");
    }
    return ended(JobStatus.CANCELED, null, null, now);
  }

  public Progress skipped() {
    expect(EnumSet.of(JobStatus.CREATED));
    return waiting(JobStatus.SKIPPED, createdAt, null);
  }

  /** Waits again for those before, one of which is retried. */
  public Progress waitingAgain() {
    expect(EnumSet.of(JobStatus.SKIPPED));
    return created(createdAt);
  }

  private Progress ended(
      JobStatus as, @Nullable String reason, @Nullable Integer code, Instant now) {
    return new Progress(
        as, createdAt, scheduledAt, queuedAt, startedAt, now, assignment, reason, code);
  }

  private void expect(Set<JobStatus> expected) {
    if (!expected.contains(status)) {
      throw new IllegalStateException("The job is " + status + ", not " + expected);
    }
  }
}
