package dev.runnerfleet.jobwatcher.poll;

import dev.runnerfleet.jobwatcher.source.AwayException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts along one poll, on that poll's own event loop. */
final class Tally {

  private final Instant startedAt;
  private int projects;
  private int failures;
  private int changes;
  private int overdue;
  private @Nullable String reason;
  private @Nullable Duration retryAfter;

  Tally(Instant startedAt) {
    this.startedAt = startedAt;
  }

  void projects(int more) {
    projects += more;
  }

  void overdue(int left) {
    overdue = left;
  }

  void changes(int more) {
    changes += more;
  }

  void failed(Throwable failure) {
    failures++;
    if (reason == null) {
      reason = String.valueOf(failure.getMessage());
    }
    if (failure instanceof AwayException away && away.retryAfter().isPresent()) {
      retryAfter = away.retryAfter().get();
    }
  }

  /** Counts a project that is left for later because GitLab wants to be left alone. */
  void leftOut() {
    failures++;
  }

  /** For how long GitLab wants to be left alone. */
  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  PollSummary summary(Instant endedAt) {
    return new PollSummary(startedAt, endedAt, projects, failures, changes, overdue, reason);
  }
}
