package dev.runnerfleet.jobwatcher.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.jobwatcher.core.KnownJob;
import dev.runnerfleet.jobwatcher.core.Requirements;
import dev.runnerfleet.jobwatcher.core.Stage;
import dev.runnerfleet.jobwatcher.core.Status.Finished;
import dev.runnerfleet.jobwatcher.core.Status.Running;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A job as a caller sees it.
 *
 * @param state CREATED, PENDING, RUNNING or FINISHED
 * @param at since when, by GitLab's clock
 * @param seenAt when that was first seen, by ours
 * @param tags what JobQueued told; none where the tags are not known yet
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record JobView(
    JobId id,
    ProjectId project,
    PipelineId pipeline,
    String name,
    String ref,
    Stage state,
    Instant at,
    Instant seenAt,
    @Nullable Set<String> tags,
    @Nullable Boolean refProtected,
    @Nullable GitLabRunnerId runner,
    JobFinished.@Nullable Outcome outcome,
    @Nullable String failureReason) {

  static JobView of(KnownJob known) {
    Requirements told = known.told();
    Finished finished = known.status() instanceof Finished it ? it : null;
    return new JobView(
        known.job().id(),
        known.job().project(),
        known.job().pipeline(),
        known.job().name(),
        known.job().ref().name(),
        known.stage(),
        known.status().at(),
        known.seenAt(),
        told == null ? null : new TreeSet<>(told.tags()),
        told == null ? null : told.refProtected(),
        finished != null
            ? finished.runner()
            : known.status() instanceof Running running ? running.runner() : null,
        finished == null ? null : finished.outcome(),
        finished == null ? null : finished.failureReason());
  }
}
