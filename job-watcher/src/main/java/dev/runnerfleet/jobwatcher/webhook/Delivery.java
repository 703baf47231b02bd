package dev.runnerfleet.jobwatcher.webhook;

import dev.runnerfleet.jobwatcher.core.Observation;
import java.util.Optional;

/**
 * A webhook that tells of a job.
 *
 * @param key GitLab's idempotency key
 */
record Delivery(Observation seen, Optional<String> key) {}
