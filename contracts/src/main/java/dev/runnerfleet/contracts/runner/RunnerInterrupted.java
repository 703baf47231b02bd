package dev.runnerfleet.contracts.runner;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * AWS takes the machine, or may soon.
 *
 * @param deadline when it is gone, where AWS says so
 */
public record RunnerInterrupted(
    RunnerId runner,
    PoolName pool,
    InstanceId instance,
    Kind kind,
    @Nullable Instant deadline,
    Instant at)
    implements RunnerEvent {

  @Override
  public String key() {
    return runner.toString();
  }

  /** Which notice it was. */
  public enum Kind {
    REBALANCE_RECOMMENDATION,
    SPOT_INTERRUPTION,
    SCHEDULED_CHANGE
  }
}
