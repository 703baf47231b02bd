package dev.runnerfleet.contracts.launch;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.ThrottleDomain;
import java.time.Instant;

/** Do not launch the machine after all, if it has not been called for yet. */
public record RecallRunner(
    RunnerId runner, PoolName pool, ThrottleDomain domain, DecisionId decision, Instant at)
    implements LaunchCommand {}
