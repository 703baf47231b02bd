package dev.runnerfleet.contracts.retire;

/** Why a machine goes. */
public enum RetirementReason {
  /** Idle for longer than the pool's idle time, beyond its warm buffer. */
  IDLE,
  /** It has run as many jobs as the pool allows one machine. */
  MAX_JOBS,
  /** It has lived as long as the pool allows one machine. */
  MAX_LIFETIME,
  /** A limit or a budget needs its room. */
  LIMIT_LOWERED,
  /** It is of an older revision of its pool. */
  DRIFT,
  /** Its pool is paused or gone. */
  POOL_CLOSED,
  /** AWS takes the machine. */
  INTERRUPTED,
  /** It never enrolled within its registration time. */
  NEVER_REGISTERED,
  /** Its order was taken back when EC2 had been called already. */
  RECALLED,
  /** Nobody knows it. */
  ORPHAN,
  /** An operator asked for it. */
  OPERATOR
}
