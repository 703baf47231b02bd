package dev.runnerfleet.provisioner.core.launch;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.runner.Offering;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A machine that is to be launched and has not been called for.
 *
 * @param poolRevision the revision that it will be launched by
 * @param market the only market that will do; null where the pool's rule decides
 */
public record LaunchOrder(
    RunnerId runner,
    PoolName pool,
    int poolRevision,
    LaunchRunner.Purpose purpose,
    Offering.@Nullable Market market,
    Instant decidedAt) {}
