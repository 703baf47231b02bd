package dev.runnerfleet.sandbox.core.gitlab.job;

import java.util.Locale;

/** Where a job, or a pipeline, stands. */
public enum JobStatus {
  CREATED,
  PENDING,
  RUNNING,
  CANCELING,
  SUCCESS,
  FAILED,
  CANCELED,
  SKIPPED,
  MANUAL,
  SCHEDULED;

  /** As GitLab writes it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it has ended. */
  public boolean isComplete() {
    return switch (this) {
      case CREATED, PENDING, RUNNING, CANCELING, MANUAL, SCHEDULED -> false;
      case SUCCESS, FAILED, CANCELED, SKIPPED -> true;
    };
  }

  /** Whether a runner is at it. */
  public boolean isExecuting() {
    return this == RUNNING || this == CANCELING;
  }
}
