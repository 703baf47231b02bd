package dev.runnerfleet.sandbox.core.gitlab.runner;

import java.util.Locale;

/** Whose jobs a runner takes. */
public enum RunnerType {
  INSTANCE_TYPE,
  GROUP_TYPE,
  PROJECT_TYPE;

  /** As GitLab writes it, such as {@code instance_type}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
