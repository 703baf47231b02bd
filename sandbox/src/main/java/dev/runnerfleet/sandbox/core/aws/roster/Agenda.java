package dev.runnerfleet.sandbox.core.aws.roster;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What is due to happen to instances, in order of time and then of planning. */
final class Agenda {
  enum Step {
    RUN,
    DIE,
    TAKE_BACK,
    WARN,
    RECLAIM,
    TERMINATE,
    FORGET
  }

  record Due(Instant at, long order, String instanceId, Step step) {}

  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::order));
  private long planned;

  void plan(Instant at, String instanceId, Step step) {
    queue.add(new Due(at, planned++, instanceId, step));
  }

  @Nullable Instant nextAt() {
    Due first = queue.peek();
    return first == null ? null : first.at();
  }

  /** Takes the next that is due by {@code now}, or null. */
  @Nullable Due next(Instant now) {
    Due first = queue.peek();
    return first == null || first.at().isAfter(now) ? null : queue.poll();
  }
}
