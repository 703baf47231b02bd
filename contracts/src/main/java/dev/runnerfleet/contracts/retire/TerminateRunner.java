package dev.runnerfleet.contracts.retire;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import java.time.Instant;

/** Terminate a machine that never served, such as one that boots and is no longer wanted. */
public record TerminateRunner(
    RunnerId runner, PoolName pool, RetirementReason reason, DecisionId decision, Instant at)
    implements RetireCommand {}
