package dev.runnerfleet.contracts.retire;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import java.time.Instant;

/** Take the runner out of GitLab's sight and terminate its machine once it has no job. */
public record DrainRunner(
    RunnerId runner, PoolName pool, RetirementReason reason, DecisionId decision, Instant at)
    implements RetireCommand {}
