package dev.runnerfleet.sandbox.core.gitlab.runner;

import java.util.Locale;

/** Whether a runner takes only jobs of protected refs. */
public enum AccessLevel {
  NOT_PROTECTED,
  REF_PROTECTED;

  /** As GitLab writes it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
