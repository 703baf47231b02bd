package dev.runnerfleet.sandbox.webhook;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobChanged;
import dev.runnerfleet.sandbox.core.gitlab.job.Pipeline;
import dev.runnerfleet.sandbox.core.gitlab.job.PipelineChanged;
import dev.runnerfleet.sandbox.core.gitlab.job.Progress;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerType;
import dev.runnerfleet.sandbox.gitlab.wire.DetailedStatus;
import dev.runnerfleet.sandbox.gitlab.wire.Links;
import dev.runnerfleet.sandbox.gitlab.wire.Shape;
import dev.runnerfleet.sandbox.gitlab.wire.Times;
import dev.runnerfleet.sandbox.gitlab.wire.Users;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Job and pipeline events as GitLab's data builders make them (page "Webhook events"). Neither
 * holds a job's tags; {@code tag} says whether the ref is a git tag.
 */
record HookPayloads(Links links) {
  private static final String NO_COMMIT = "0".repeat(40);
  private static final String MESSAGE = "Work for the sandbox\n";

  Shape job(JobChanged change) {
    Project project = change.project();
    Pipeline pipeline = change.pipeline();
    return new Shape()
        .with("object_kind", "build")
        .with("ref", pipeline.ref())
        .with("tag", false)
        .with("before_sha", NO_COMMIT)
        .with("sha", pipeline.sha())
        .with("retries_count", change.job().retries())
        .withAll(build(change.job(), change.at()))
        .with("pipeline_id", pipeline.id())
        .with("runner", runner(change.runner()))
        .with("project_id", project.id())
        .with("project_name", project.path().replace("/", " / "))
        .with("user", Users.ofHook())
        .with("commit", pipelineAsCommit(pipeline))
        .with("repository", repository(project))
        .with("project", project(project))
        .with("environment", null);
  }

  private static Shape build(Job job, Instant now) {
    Progress progress = job.progress();
    return new Shape()
        .with("build_id", job.id())
        .with("build_name", job.plan().name())
        .with("build_stage", job.plan().stage())
        .with("build_status", job.status().wireName())
        .with("build_created_at", Times.iso(progress.createdAt()))
        .with("build_started_at", Times.iso(progress.startedAt()))
        .with("build_finished_at", Times.iso(progress.finishedAt()))
        .with("build_created_at_iso", Times.isoSeconds(progress.createdAt()))
        .with("build_started_at_iso", Times.isoSeconds(progress.startedAt()))
        .with("build_finished_at_iso", Times.isoSeconds(progress.finishedAt()))
        .with("build_duration", duration(progress, now))
        .with("build_queued_duration", queuedDuration(progress, now))
        .with("build_allow_failure", job.plan().conduct().allowFailure())
        .with(
            "build_failure_reason",
            Objects.requireNonNullElse(progress.failureReason(), "unknown_failure"));
  }

  private static @Nullable Double duration(Progress progress, Instant now) {
    Instant end = Objects.requireNonNullElse(progress.finishedAt(), now);
    return Times.seconds(progress.startedAt(), end);
  }

  private static @Nullable Double queuedDuration(Progress progress, Instant now) {
    Instant end = Objects.requireNonNullElse(progress.startedAt(), now);
    return Times.seconds(progress.queuedAt(), end);
  }

  private static @Nullable Shape runner(@Nullable Runner runner) {
    return runner == null
        ? null
        : new Shape()
            .with("id", runner.id())
            .with("description", runner.settings().description())
            .with("runner_type", runner.scope().type().wireName())
            .with("active", !runner.settings().paused())
            .with("is_shared", runner.scope().type() == RunnerType.INSTANCE_TYPE)
            .with("tags", runner.settings().tags());
  }

  /** GitLab puts the pipeline's id, status and times into the commit of a job event. */
  private static Shape pipelineAsCommit(Pipeline pipeline) {
    return new Shape()
        .with("id", pipeline.id())
        .with("name", null)
        .with("sha", pipeline.sha())
        .with("message", MESSAGE)
        .with("author_name", Users.NAME)
        .with("author_email", Users.EMAIL)
        .with("author_url", "mailto:" + Users.EMAIL)
        .with("status", pipeline.status().wireName())
        .with("duration", Times.wholeSeconds(pipeline.startedAt(), pipeline.finishedAt()))
        .with("started_at", Times.iso(pipeline.startedAt()))
        .with("finished_at", Times.iso(pipeline.finishedAt()))
        .with("started_at_iso", Times.isoSeconds(pipeline.startedAt()))
        .with("finished_at_iso", Times.isoSeconds(pipeline.finishedAt()));
  }

  private Shape repository(Project project) {
    return new Shape()
        .with("name", project.name())
        .with("url", links.ssh(project))
        .with("description", null)
        .with("homepage", links.project(project))
        .with("git_http_url", links.git(project))
        .with("git_ssh_url", links.ssh(project))
        .with("visibility_level", 0);
  }

  private Shape project(Project project) {
    return new Shape()
        .with("id", project.id())
        .with("name", project.name())
        .with("description", null)
        .with("web_url", links.project(project))
        .with("avatar_url", null)
        .with("git_ssh_url", links.ssh(project))
        .with("git_http_url", links.git(project))
        .with("namespace", project.group().name())
        .with("visibility_level", 0)
        .with("path_with_namespace", project.path())
        .with("default_branch", Project.DEFAULT_BRANCH)
        .with("ci_config_path", "");
  }

  Shape pipeline(PipelineChanged change) {
    Project project = change.project();
    Pipeline pipeline = change.pipeline();
    return new Shape()
        .with("object_kind", "pipeline")
        .with("object_attributes", attributes(project, pipeline))
        .with("merge_request", null)
        .with("user", Users.ofHook())
        .with("project", project(project))
        .with("commit", commit(project, pipeline))
        .with("builds", change.jobs().stream().map(job -> build(change, job)).toList());
  }

  private Shape attributes(Project project, Pipeline pipeline) {
    return new Shape()
        .with("id", pipeline.id())
        .with("iid", pipeline.iid())
        .with("name", null)
        .with("ref", pipeline.ref())
        .with("tag", false)
        .with("sha", pipeline.sha())
        .with("before_sha", NO_COMMIT)
        .with("source", "push")
        .with("status", pipeline.status().wireName())
        .with("detailed_status", DetailedStatus.label(pipeline.status()))
        .with("stages", pipeline.stages())
        .with("created_at", Times.spaced(pipeline.createdAt()))
        .with("finished_at", Times.spaced(pipeline.finishedAt()))
        .with("duration", Times.wholeSeconds(pipeline.startedAt(), pipeline.finishedAt()))
        .with("queued_duration", Times.wholeSeconds(pipeline.createdAt(), pipeline.startedAt()))
        .with("protected_ref", pipeline.protectedRef())
        .with("variables", List.of())
        .with("url", links.pipeline(project, pipeline.id()));
  }

  private Shape commit(Project project, Pipeline pipeline) {
    return new Shape()
        .with("id", pipeline.sha())
        .with("message", MESSAGE)
        .with("title", MESSAGE.strip())
        .with("timestamp", Times.isoSeconds(pipeline.createdAt()))
        .with("url", links.commit(project, pipeline.sha()))
        .with("author", new Shape().with("name", Users.NAME).with("email", Users.EMAIL));
  }

  private static Shape build(PipelineChanged change, Job job) {
    Progress progress = job.progress();
    Long runnerId = job.runnerId();
    return new Shape()
        .with("id", job.id())
        .with("stage", job.plan().stage())
        .with("name", job.plan().name())
        .with("status", job.status().wireName())
        .with("created_at", Times.spaced(progress.createdAt()))
        .with("started_at", Times.spaced(progress.startedAt()))
        .with("finished_at", Times.spaced(progress.finishedAt()))
        .with("duration", duration(progress, change.at()))
        .with("queued_duration", queuedDuration(progress, change.at()))
        .with("failure_reason", progress.failureReason())
        .with("when", job.plan().conduct().when().wireName())
        .with("manual", job.plan().conduct().when().isAction())
        .with("allow_failure", job.plan().conduct().allowFailure())
        .with("user", Users.ofHook())
        .with("runner", runner(runnerId == null ? null : change.runners().get(runnerId)))
        .with("artifacts_file", new Shape().with("filename", null).with("size", null))
        .with("environment", null);
  }
}
