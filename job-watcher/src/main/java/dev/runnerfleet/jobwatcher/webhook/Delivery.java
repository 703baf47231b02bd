package dev.runnerfleet.jobwatcher.webhook;

import dev.runnerfleet.jobwatcher.core.Observation;
import java.util.List;
import java.util.Optional;

/**
 * A webhook that tells of jobs.
 *
 * @param key GitLab's idempotency key
 */
record Delivery(List<Observation> seen, Optional<String> key) {
  Delivery {
    seen = List.copyOf(seen);
  }
}
