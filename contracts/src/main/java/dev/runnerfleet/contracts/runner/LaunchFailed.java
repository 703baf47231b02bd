package dev.runnerfleet.contracts.runner;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import java.time.Instant;

/**
 * The runner will never have a machine. Whether another is wanted is the scaler's to decide.
 *
 * @param detail AWS's code or what else a person needs to mend it; holds no secret
 */
public record LaunchFailed(
    RunnerId runner, PoolName pool, int poolRevision, Reason reason, String detail, Instant at)
    implements RunnerEvent {

  @Override
  public String key() {
    return runner.toString();
  }

  /** Why there is no machine. */
  public enum Reason {
    /** No offering of the pool had capacity. */
    NO_CAPACITY,
    /** A quota of the account is used up. */
    QUOTA,
    /** The pool's settings are wrong; nothing can be launched until they change. */
    BAD_CONFIGURATION,
    /** The scaler took the order back before it was called. */
    RECALLED,
    /** The pool is gone, or has no such revision. */
    POOL_GONE
  }
}
