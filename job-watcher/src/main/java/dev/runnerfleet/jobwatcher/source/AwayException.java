package dev.runnerfleet.jobwatcher.source;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The source did not answer, or not with what was asked for: nothing is known that was not before.
 */
public final class AwayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;

  public AwayException(String reason, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(reason, cause);
    this.retryAfter = retryAfter;
  }

  /** For how long the source wants to be left alone. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
