package dev.runnerfleet.contracts.demand;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The job needs no runner any more.
 *
 * @param failureReason GitLab's word for why it failed, such as {@code runner_system_failure}
 * @param runner the GitLab runner that had it, where one had
 */
public record JobFinished(
    JobId job,
    ProjectId project,
    Outcome outcome,
    @Nullable String failureReason,
    @Nullable GitLabRunnerId runner,
    Instant at)
    implements DemandEvent {

  /** How it ended. VANISHED: GitLab no longer has it, or no longer lets it run. */
  public enum Outcome {
    SUCCESS,
    FAILED,
    CANCELED,
    SKIPPED,
    VANISHED
  }
}
