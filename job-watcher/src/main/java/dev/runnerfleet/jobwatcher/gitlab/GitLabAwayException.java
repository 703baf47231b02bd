package dev.runnerfleet.jobwatcher.gitlab;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** GitLab did not answer, or not with what was asked for: nothing is known that was not before. */
public final class GitLabAwayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;

  GitLabAwayException(String reason, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(reason, cause);
    this.retryAfter = retryAfter;
  }

  /** For how long GitLab wants to be left alone. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
