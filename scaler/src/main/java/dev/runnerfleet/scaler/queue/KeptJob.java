package dev.runnerfleet.scaler.queue;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.scaler.core.queue.Job;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job and the pool that it belongs to.
 *
 * @param pool none where no pool takes it
 * @param matchedAt since when it belongs to that pool
 */
public record KeptJob(Job job, @Nullable PoolName pool, @Nullable Instant matchedAt) {}
