package dev.runnerfleet.reaper.core.rescue;

import dev.runnerfleet.contracts.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What GitLab told of a job. From what failed, or could not be understood, nothing follows. */
public sealed interface JobObservation {

  /** The call failed, or there was none. */
  record Unclear() implements JobObservation {}

  /** GitLab does not have it any more. */
  record JobGone() implements JobObservation {}

  /** It has not ended. */
  record JobRuns() implements JobObservation {}

  /** Somebody has told it to stop, and it has not stopped yet. */
  record JobStops() implements JobObservation {}

  record JobSucceeded() implements JobObservation {}

  /**
   * It was canceled, or will not run for another reason of its pipeline's.
   *
   * @param ago how long ago at least by GitLab's clock; zero where GitLab does not say
   */
  record JobCanceled(Duration ago) implements JobObservation {}

  /**
   * It failed.
   *
   * @param reason GitLab's word for why
   * @param at when, by GitLab's clock
   */
  record JobFailed(String reason, @Nullable Instant at) implements JobObservation {

    /**
     * GitLab's reasons that stand for a lost machine: said by the machine that still could (GitLab
     * Runner before 19.1, since, and towards an older server), or by GitLab after an hour's silence
     * (GitLab's {@code Ci::StuckBuilds}, {@code CommitStatus.failure_reasons}).
     */
    private static final Set<String> LOST =
        Set.of(
            "runner_system_failure",
            "runner_interrupted",
            "unknown_failure",
            "stuck_or_timeout_failure",
            "no_updates_running",
            "no_updates_canceling");

    /** Whether it failed because its machine went. */
    public boolean byLoss() {
      return LOST.contains(reason);
    }
  }

  /** GitLab took the order to cancel it. */
  record CancelAccepted() implements JobObservation {}

  /** GitLab's answer to the order shows that somebody had canceled it before. */
  record CanceledBefore() implements JobObservation {}

  /**
   * What its pipeline makes of it.
   *
   * @param canceled whether somebody has canceled the pipeline
   * @param successor the job that has taken its place, where one has
   */
  record PipelineSeen(boolean canceled, @Nullable JobId successor) implements JobObservation {}

  /** GitLab made a new job of it. */
  record RetryMade(JobId retry) implements JobObservation {}

  /** GitLab says that it cannot be retried. */
  record RetryRefused() implements JobObservation {}
}
