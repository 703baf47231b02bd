package dev.runnerfleet.scaler.core.queue;

/** How far a job has come. It never goes back, so the order of these constants matters. */
public enum JobStage {
  /** Known only as the retry of a job that lost its machine. */
  RETRIED,
  QUEUED,
  RUNNING,
  FINISHED
}
