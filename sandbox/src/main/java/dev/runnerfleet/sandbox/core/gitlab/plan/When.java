package dev.runnerfleet.sandbox.core.gitlab.plan;

import java.util.Locale;

/** What must have become of the jobs before (keyword {@code when} of GitLab's CI/CD YAML). */
public enum When {
  ON_SUCCESS,
  ON_FAILURE,
  ALWAYS,
  MANUAL,
  DELAYED;

  /** As GitLab writes it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether somebody, or a clock, starts the job. */
  public boolean isAction() {
    return switch (this) {
      case MANUAL, DELAYED -> true;
      case ON_SUCCESS, ON_FAILURE, ALWAYS -> false;
    };
  }
}
