package dev.runnerfleet.sandbox.core.gitlab.protocol;

import java.util.HashMap;
import java.util.Map;

/** How much of each job's log has arrived; what it says is of no use to the sandbox. */
final class Traces {
  private final Map<Long, Long> sizes = new HashMap<>();

  long size(long job) {
    return sizes.getOrDefault(job, 0L);
  }

  void append(long job, long bytes) {
    sizes.merge(job, bytes, Long::sum);
  }
}
