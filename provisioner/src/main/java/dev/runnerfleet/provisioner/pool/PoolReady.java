package dev.runnerfleet.provisioner.pool;

import dev.runnerfleet.contracts.ThrottleDomain;

/** Something became of a pool that orders may have waited for. */
public record PoolReady(ThrottleDomain domain) {}
