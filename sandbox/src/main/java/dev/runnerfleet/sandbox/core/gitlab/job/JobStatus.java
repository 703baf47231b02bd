package dev.runnerfleet.sandbox.core.gitlab.job;

import java.util.Locale;

/** Where a job, or a pipeline, stands. */
public enum JobStatus {
  CREATED,
  PENDING,
  RUNNING,
  SUCCESS,
  FAILED,
  CANCELED,
  SKIPPED;

  /** As GitLab writes it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it has ended. */
  public boolean isComplete() {
    return switch (this) {
      case CREATED, PENDING, RUNNING -> false;
      case SUCCESS, FAILED, CANCELED, SKIPPED -> true;
    };
  }
}
