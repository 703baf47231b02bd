package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.gitlab.Forge;
import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.core.gitlab.job.Pipeline;
import dev.runnerfleet.sandbox.core.gitlab.job.Progress;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.gitlab.wire.DetailedStatus;
import dev.runnerfleet.sandbox.gitlab.wire.Links;
import dev.runnerfleet.sandbox.gitlab.wire.Shape;
import dev.runnerfleet.sandbox.gitlab.wire.Times;
import dev.runnerfleet.sandbox.gitlab.wire.Users;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Jobs and pipelines as GitLab's REST interface shows them. */
record JobShapes(Forge forge, Links links, Instant now) {

  /** As in lists of a runner's jobs: without tags and runner. */
  Shape basic(Job job) {
    Project project = forge.projects().get(job.projectId());
    Pipeline pipeline = forge.pipelines().get(job.pipelineId());
    var shape =
        new Shape()
            .with("id", job.id())
            .with("status", job.status().wireName())
            .with("stage", job.plan().stage())
            .with("name", job.plan().name())
            .with("ref", job.ref())
            .with("tag", false)
            .with("coverage", null)
            .with("allow_failure", job.plan().conduct().allowFailure())
            .withAll(times(job))
            .with("user", Users.basic(links))
            .with("commit", commit(project, pipeline))
            .with("pipeline", pipeline(project, pipeline));
    if (job.status() == JobStatus.FAILED) {
      shape.with("failure_reason", job.progress().failureReason());
    }
    return shape
        .with("web_url", links.job(project, job.id()))
        .with("project", new Shape().with("ci_job_token_scope_enabled", false))
        .with("source", "push");
  }

  private Shape times(Job job) {
    Progress progress = job.progress();
    Instant begun = Objects.requireNonNullElse(progress.startedAt(), now);
    Instant ended = Objects.requireNonNullElse(progress.finishedAt(), now);
    return new Shape()
        .with("created_at", Times.iso(progress.createdAt()))
        .with("started_at", Times.iso(progress.startedAt()))
        .with("finished_at", Times.iso(progress.finishedAt()))
        .with("erased_at", Times.iso(forge.protocol().traces().erasedAt(job.id())))
        .with("duration", Times.seconds(progress.startedAt(), ended))
        .with("queued_duration", Times.seconds(progress.queuedAt(), begun));
  }

  private Shape commit(Project project, Pipeline pipeline) {
    return new Shape()
        .with("id", pipeline.sha())
        .with("short_id", pipeline.sha().substring(0, 8))
        .with("created_at", Times.iso(pipeline.createdAt()))
        .with("parent_ids", List.of())
        .with("title", "Work for the sandbox")
        .with("message", "Work for the sandbox\n")
        .with("author_name", Users.NAME)
        .with("author_email", Users.EMAIL)
        .with("authored_date", Times.iso(pipeline.createdAt()))
        .with("committer_name", Users.NAME)
        .with("committer_email", Users.EMAIL)
        .with("committed_date", Times.iso(pipeline.createdAt()))
        .with("web_url", links.commit(project, pipeline.sha()));
  }

  Shape pipeline(Project project, Pipeline pipeline) {
    return new Shape()
        .with("id", pipeline.id())
        .with("iid", pipeline.iid())
        .with("project_id", project.id())
        .with("sha", pipeline.sha())
        .with("ref", pipeline.ref())
        .with("status", pipeline.status().wireName())
        .with("source", "push")
        .with("created_at", Times.iso(pipeline.createdAt()))
        .with("updated_at", Times.iso(updatedAt(pipeline)))
        .with("web_url", links.pipeline(project, pipeline.id()))
        .with("name", null);
  }

  /** With everything. */
  Shape details(Project project, Pipeline pipeline) {
    return pipeline(project, pipeline)
        .with("before_sha", "0".repeat(40))
        .with("tag", false)
        .with("yaml_errors", null)
        .with("user", Users.basic(links))
        .with("started_at", Times.iso(pipeline.startedAt()))
        .with("finished_at", Times.iso(pipeline.finishedAt()))
        .with("committed_at", null)
        .with("duration", Times.wholeSeconds(pipeline.startedAt(), pipeline.finishedAt()))
        .with("queued_duration", Times.seconds(pipeline.createdAt(), pipeline.startedAt()))
        .with("coverage", null)
        .with(
            "detailed_status",
            DetailedStatus.of(pipeline.status(), links.pipeline(project, pipeline.id())))
        .with("archived", false);
  }

  private static Instant updatedAt(Pipeline pipeline) {
    Instant started = Objects.requireNonNullElse(pipeline.startedAt(), pipeline.createdAt());
    return Objects.requireNonNullElse(pipeline.finishedAt(), started);
  }

  /** With everything. */
  Shape full(Job job) {
    var runners = new RunnerShapes(forge, links, now);
    Long runnerId = job.runnerId();
    return basic(job)
        .with("artifacts", List.of())
        .with("runner", runners.basicOrNull(runnerId))
        .with("runner_manager", runners.managerOrNull(runnerId, systemId(job)))
        .with("artifacts_expire_at", null)
        .with("archived", false)
        .with("tag_list", job.tags());
  }

  private static String systemId(Job job) {
    var assignment = job.progress().assignment();
    return assignment == null ? "" : assignment.systemId();
  }
}
