package dev.runnerfleet.scaler.core.decision;

/** Why an order that was not called yet is taken back. */
public enum RecallReason {
  /** The jobs that it was for are gone or served. */
  NOT_NEEDED,
  /** The pool's max runners was lowered. */
  LIMIT_LOWERED,
  /** The pool is paused, off or deleted. */
  POOL_CLOSED
}
