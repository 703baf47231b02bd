package dev.runnerfleet.contracts.demand;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A runner took the job.
 *
 * @param runner the GitLab runner that took it, where GitLab said which; it need not be one of ours
 */
public record JobStarted(JobId job, ProjectId project, @Nullable GitLabRunnerId runner, Instant at)
    implements DemandEvent {}
