package dev.runnerfleet.contracts.runner;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import java.time.Instant;

/** The machine is gone, seen so in a listing, and so is its GitLab runner. */
public record RunnerTerminated(
    RunnerId runner, PoolName pool, InstanceId instance, RetirementReason cause, Instant at)
    implements RunnerEvent {

  @Override
  public String key() {
    return runner.toString();
  }
}
