package dev.runnerfleet.reaper.drain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A drain as operators see it.
 *
 * @param since when it came into its state
 * @param nextLookAt when it is taken up next; none once it has ended
 */
public record DrainView(
    String runner,
    String pool,
    String reason,
    boolean force,
    String decision,
    Instant orderedAt,
    String state,
    Instant since,
    @Nullable Instant nextLookAt) {

  static DrainView of(DrainRow row) {
    return new DrainView(
        row.runner,
        row.pool,
        row.reason,
        row.force,
        row.decision,
        row.orderedAt,
        row.state,
        row.since,
        row.dueAt);
  }
}
