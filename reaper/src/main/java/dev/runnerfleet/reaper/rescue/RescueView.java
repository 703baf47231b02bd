package dev.runnerfleet.reaper.rescue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job that lost its machine, as operators see it.
 *
 * @param attempt how often it had been retried for such a reason before
 * @param abortAt until when it may come to its own end
 * @param retry the job in its place, where it was retried
 * @param outcome how it ended; none while it has not
 */
public record RescueView(
    long job,
    long project,
    String name,
    int attempt,
    Instant abortAt,
    String state,
    @Nullable Long retry,
    @Nullable String outcome) {

  static RescueView of(RescueRow row) {
    return new RescueView(
        row.job,
        row.project,
        row.name,
        row.attempt,
        row.abortAt,
        row.state,
        row.retry,
        row.outcome);
  }
}
