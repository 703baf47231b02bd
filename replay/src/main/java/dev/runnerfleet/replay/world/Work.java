package dev.runnerfleet.replay.world;

import dev.runnerfleet.replay.trace.TracedJob;
import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobPlan;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.core.gitlab.job.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A job of the trace as GitLab has it.
 *
 * @param again whether it was cut short before and is run once more
 */
public record Work(Job job, TracedJob traced, Instant queuedAt, boolean again) {

  static Work of(long id, long project, TracedJob traced, Instant at, boolean again) {
    JobPlan plan =
        JobPlan.alone(
            List.copyOf(traced.tags()),
            new dev.runnerfleet.sandbox.core.gitlab.job.Work.Lasting(traced.duration()));
    Progress progress = new Progress(JobStatus.PENDING, at, null, at, null, null, null, null, null);
    return new Work(
        new Job(id, project, id, "main", false, plan, "", progress, again ? 1 : 0, null),
        traced,
        at,
        again);
  }

  public long id() {
    return job.id();
  }

  public Duration duration() {
    return traced.duration();
  }
}
