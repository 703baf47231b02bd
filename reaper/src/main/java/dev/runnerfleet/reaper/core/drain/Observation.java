package dev.runnerfleet.reaper.core.drain;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.reaper.core.JobOnRunner;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an outside call told. Whatever failed, was cut short or could not be understood is {@link
 * Unknown}, and nothing follows from it.
 */
public sealed interface Observation {

  /** The call failed or its answer was incomplete; or there was nothing to call. */
  record Unknown() implements Observation {}

  /** GitLab gives the runner no more jobs. */
  record RunnerPaused() implements Observation {}

  /** GitLab gives the runner jobs again. */
  record RunnerUnpaused() implements Observation {}

  /** GitLab says that there is no such runner. */
  record RunnerMissing() implements Observation {}

  /**
   * The runner is deleted, by this call or before.
   *
   * @param lastJobEnded when its last job had ended; none where it had none, or nobody knows
   */
  record RunnerDeleted(@Nullable Instant lastJobEnded) implements Observation {}

  /** A complete listing of GitLab's runners holds the machine's. */
  record RunnerFound(GitLabRunnerId id) implements Observation {}

  /**
   * A complete listing of GitLab's runners holds none of the machine's.
   *
   * @param askedAt when the listing was begun
   */
  record RunnerNotFound(Instant askedAt) implements Observation {}

  /**
   * A complete listing says that the runner runs no job.
   *
   * @param askedAt when the listing was asked for
   */
  record NoRunningJobs(Instant askedAt) implements Observation {}

  /** The runner runs at least one job: these. */
  record JobsRunning(List<JobOnRunner> jobs) implements Observation {
    public JobsRunning {
      jobs = List.copyOf(jobs);
    }
  }

  /** What a runner whose machine is gone has left: jobs that run on, or failed with it. */
  record JobsLeft(List<JobOnRunner> jobs) implements Observation {
    public JobsLeft {
      jobs = List.copyOf(jobs);
    }
  }

  /** EC2 took the order to terminate. */
  record TerminationAccepted() implements Observation {}

  /** EC2 says that it knows no such instance, which right after a launch means little. */
  record InstanceUnknown() implements Observation {}

  /** A complete listing shows the instance as terminated, or shows it no more. */
  record InstanceGone() implements Observation {}

  /** The instance is on its way down. */
  record InstanceStopping() implements Observation {}

  /** The instance is up. */
  record InstanceUp() implements Observation {}

  /** The instance is up, and its {@code runnerfleet:bypass} tag says to leave it alone. */
  record InstanceBypassed() implements Observation {}
}
