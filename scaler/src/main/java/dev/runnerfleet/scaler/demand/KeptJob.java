package dev.runnerfleet.scaler.demand;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.scaler.core.queue.Job;
import org.jspecify.annotations.Nullable;

/**
 * A job and the pool that it belongs to.
 *
 * @param pool none where no pool takes it
 */
record KeptJob(Job job, @Nullable PoolName pool) {}
