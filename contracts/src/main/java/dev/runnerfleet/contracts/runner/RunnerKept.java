package dev.runnerfleet.contracts.runner;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import java.time.Instant;

/**
 * The runner was to be drained but got a job between the decision and the pause: it was unpaused
 * and serves on.
 */
public record RunnerKept(RunnerId runner, PoolName pool, Instant at) implements RunnerEvent {

  @Override
  public String key() {
    return runner.toString();
  }
}
