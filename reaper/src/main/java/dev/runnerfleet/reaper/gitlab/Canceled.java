package dev.runnerfleet.reaper.gitlab;

import dev.runnerfleet.reaper.gitlab.GitLabApi.JobJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * When a job was canceled, by GitLab's clock alone: GitLab says when it was, and each of its
 * answers says what time it is there, to the second.
 */
final class Canceled {

  private static final String DATE = "Date";

  /** How long GitLab itself took over an answer, in seconds (Rack's {@code Runtime}). */
  private static final String RUNTIME = "X-Runtime";

  private Canceled() {}

  /** How long before this answer at least the job ended; zero where it does not say. */
  static Duration ago(RestResponse<JobJson> answer) {
    Instant ended = GitLabJobs.job(answer).finishedAt();
    Optional<Instant> now = date(answer);
    if (ended == null || now.isEmpty() || now.get().isBefore(ended)) {
      return Duration.ZERO;
    }
    return Duration.between(ended, now.get());
  }

  /**
   * Whether the answer to an order to cancel a job shows that it had been canceled before: longer
   * ago than GitLab had the order in hand.
   *
   * @param call how long the whole call took, for where GitLab does not say how long it did
   */
  static boolean before(RestResponse<JobJson> answer, Duration call) {
    return "canceled".equals(GitLabJobs.job(answer).status())
        && ago(answer).compareTo(runtime(answer).orElse(call)) > 0;
  }

  private static Optional<Instant> date(RestResponse<JobJson> answer) {
    try {
      return Optional.ofNullable(answer.getHeaderString(DATE))
          .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty(); // as if it did not say
    }
  }

  private static Optional<Duration> runtime(RestResponse<JobJson> answer) {
    try {
      return Optional.ofNullable(answer.getHeaderString(RUNTIME))
          .map(seconds -> Duration.ofNanos(Math.round(Double.parseDouble(seconds) * 1e9)));
    } catch (NumberFormatException e) {
      return Optional.empty(); // as if it did not say
    }
  }
}
