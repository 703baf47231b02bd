package dev.runnerfleet.provisioner.core.launch;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.launch.LaunchRunner;
import java.time.Instant;

/**
 * A machine that is to be launched and has not been called for.
 *
 * @param poolRevision the revision that it will be launched by
 */
public record LaunchOrder(
    RunnerId runner,
    PoolName pool,
    int poolRevision,
    LaunchRunner.Purpose purpose,
    Instant decidedAt) {}
