package dev.runnerfleet.scaler.core.queue;

/** How far a job has come. It never goes back, so the order of these constants matters. */
public enum JobStage {
  QUEUED,
  RUNNING,
  FINISHED
}
