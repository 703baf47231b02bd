package dev.runnerfleet.reaper.drain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A drain as operators see it.
 *
 * @param deadline when AWS takes the machine, where it has said so
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
    @Nullable Instant deadline,
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
        row.deadline,
        row.state,
        row.since,
        row.dueAt);
  }
}
