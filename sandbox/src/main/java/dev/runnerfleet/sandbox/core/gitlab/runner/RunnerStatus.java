package dev.runnerfleet.sandbox.core.gitlab.runner;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How lately a runner was heard of (GitLab's page "Runner statuses"). */
public enum RunnerStatus {
  ONLINE,
  OFFLINE,
  STALE,
  NEVER_CONTACTED;

  private static final Duration ONLINE_FOR = Duration.ofHours(2);
  private static final Duration STALE_AFTER = Duration.ofDays(7);

  static RunnerStatus of(Instant createdAt, @Nullable Instant contactedAt, Instant now) {
    if (contactedAt != null && contactedAt.isAfter(now.minus(ONLINE_FOR))) {
      return ONLINE;
    }
    Instant last = contactedAt == null ? createdAt : contactedAt;
    if (!last.isAfter(now.minus(STALE_AFTER))) {
      return STALE;
    }
    return contactedAt == null ? NEVER_CONTACTED : OFFLINE;
  }

  /** As GitLab writes it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
