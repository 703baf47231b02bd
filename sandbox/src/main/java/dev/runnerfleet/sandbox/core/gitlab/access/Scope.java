package dev.runnerfleet.sandbox.core.gitlab.access;

import java.util.Locale;

/** What a token is good for (GitLab's page "Personal access tokens", its table of scopes). */
public enum Scope {
  API,
  READ_API,
  READ_USER,
  CREATE_RUNNER,
  MANAGE_RUNNER,
  ADMIN_MODE;

  /** As GitLab writes it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
