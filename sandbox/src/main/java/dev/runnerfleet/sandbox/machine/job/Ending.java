package dev.runnerfleet.sandbox.machine.job;

import org.jspecify.annotations.Nullable;

/** How a machine reports the end of a job. */
sealed interface Ending {
  Ending TIMED_OUT = new Failed("job_execution_timeout", null);

  /** GitLab Runner has a reason of its own for this, which GitLab does not know. */
  Ending STOPPED = new Failed("unknown_failure", null);

  /** What GitLab Runner says from 19.1 on of a job that it aborts as it is told to stop. */
  Ending INTERRUPTED = new Failed("runner_interrupted", null);

  record Succeeded() implements Ending {}

  record Failed(String reason, @Nullable Integer exitCode) implements Ending {}

  static Ending of(int exitCode) {
    return exitCode == 0 ? new Succeeded() : new Failed("script_failure", exitCode);
  }
}
