package dev.runnerfleet.jobwatcher.poll;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a poll found.
 *
 * @param projects whose jobs were compared
 * @param failures of calls; what they were about is left as it was
 * @param overdue projects that were due as well, left for later to stay within the request budget
 * @param changes that webhooks had not told, or told wrongly
 * @param reason of the first failure
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PollSummary(
    Instant startedAt,
    Instant endedAt,
    int projects,
    int failures,
    int changes,
    int overdue,
    @Nullable String reason) {

  @JsonIgnore
  boolean isComplete() {
    return failures == 0;
  }
}
