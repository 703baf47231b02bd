package dev.runnerfleet.scaler.pools;

import dev.runnerfleet.scaler.core.pool.Pool;

/** A pool, and what its last decision held. */
public record KeptPool(Pool pool, Held held) {}
