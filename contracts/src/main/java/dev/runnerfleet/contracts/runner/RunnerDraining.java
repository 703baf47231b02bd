package dev.runnerfleet.contracts.runner;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import java.time.Instant;

/** The runner takes no more jobs; it counts as supply no longer. */
public record RunnerDraining(RunnerId runner, PoolName pool, RetirementReason reason, Instant at)
    implements RunnerEvent {

  @Override
  public String key() {
    return runner.toString();
  }
}
