package dev.runnerfleet.reaper.core.rescue;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.reaper.core.JobOnRunner;
import java.time.Instant;

/**
 * A job that loses its machine.
 *
 * @param attempt how often it was retried for such a reason before: 0 for a job that never was
 * @param mayRetry whether its pool wants such jobs retried, and no operator meant it to end
 * @param abortAt until when it may come to its own end; then GitLab has to hear that it failed
 */
public record Bereft(
    JobOnRunner job,
    RunnerId runner,
    PoolName pool,
    int attempt,
    boolean mayRetry,
    Instant abortAt) {}
