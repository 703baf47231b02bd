package dev.runnerfleet.jobwatcher.core;

/** How far a job has come. It only ever moves on. */
public enum Stage {
  /** It exists and is not in the queue: it waits for other jobs, a person or a time. */
  CREATED,
  /** It is in the queue. */
  PENDING,
  /** A runner has it. */
  RUNNING,
  /** It needs no runner any more. */
  FINISHED;

  /** Whether a job of this stage is listed by a poll. */
  public boolean isActive() {
    return this == PENDING || this == RUNNING;
  }
}
