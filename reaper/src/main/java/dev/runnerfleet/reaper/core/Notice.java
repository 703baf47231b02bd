package dev.runnerfleet.reaper.core;

import dev.runnerfleet.contracts.InstanceId;
import java.time.Instant;

/**
 * AWS's word on an instance of the account, ours or another's.
 *
 * @param at when AWS said so
 */
public record Notice(InstanceId instance, Kind kind, Instant at) {

  /** What AWS says. */
  public enum Kind {
    /** It may be taken soon. */
    REBALANCE_RECOMMENDATION,
    /** It is taken two minutes after. */
    SPOT_INTERRUPTION,
    /** Its host is to be retired, days ahead. */
    SCHEDULED_CHANGE,
    /** It shuts down, or has. */
    ENDING,
    /** It is in another state now, which is nobody's business here. */
    OTHER_STATE
  }
}
