package dev.runnerfleet.contracts.runner;

import dev.runnerfleet.contracts.PoolName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * No launch of this revision of the pool succeeds until the pool is changed or, where its machines
 * never enrol, until a probe does.
 *
 * @param detail what AWS said, or what was seen
 * @param probeAt from when one launch is let through, to see whether its machine enrols
 */
public record PoolStopped(
    PoolName pool,
    int revision,
    Reason reason,
    String detail,
    @Nullable Instant probeAt,
    Instant at)
    implements RunnerEvent {

  @Override
  public String key() {
    return pool.toString();
  }

  /** Why nothing is launched. */
  public enum Reason {
    BAD_CONFIGURATION,
    NEVER_ENROLS
  }
}
