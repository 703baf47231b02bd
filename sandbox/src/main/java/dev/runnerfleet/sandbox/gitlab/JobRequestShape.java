package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.Pipeline;
import dev.runnerfleet.sandbox.core.gitlab.job.Work;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.core.gitlab.protocol.FailureReasons;
import dev.runnerfleet.sandbox.core.gitlab.protocol.JobReply;
import dev.runnerfleet.sandbox.gitlab.wire.Links;
import dev.runnerfleet.sandbox.gitlab.wire.Shape;
import dev.runnerfleet.sandbox.gitlab.wire.Times;
import dev.runnerfleet.sandbox.gitlab.wire.Users;
import java.util.List;

/** A job as a runner gets it: GitLab Runner's {@code spec.Job}. */
record JobRequestShape(JobReply.Granted granted, Links links) {
  /** GitLab's default for projects. */
  static final long PROJECT_TIMEOUT_SECONDS = 3600;

  /** What a job has left at least, if all goes well, to report its end. */
  private static final long SLACK_SECONDS = 600;

  Shape shape() {
    Job job = granted.job();
    return new Shape()
        .with("id", job.id())
        .with("token", job.token())
        .with("allow_git_fetch", true)
        .with("job_info", jobInfo())
        .with("git_info", gitInfo())
        .with("runner_info", runnerInfo())
        .with("inputs", List.of())
        .with("variables", new JobVariables(granted, links).all())
        .with("steps", List.of(step(job.plan().work(), timeout())))
        .with("hooks", List.of())
        .with("image", new Shape().with("name", "alpine:3").with("entrypoint", null))
        .with("services", List.of())
        .with("artifacts", null)
        .with("cache", List.of())
        .with("credentials", List.of())
        .with("dependencies", List.of())
        .with("features", features());
  }

  private Shape jobInfo() {
    Project project = granted.project();
    Job job = granted.job();
    var progress = job.progress();
    return new Shape()
        .with("id", job.id())
        .with("name", job.plan().name())
        .with("stage", job.plan().stage())
        .with("pipeline_id", job.pipelineId())
        .with("project_id", project.id())
        .with("project_name", project.name())
        .with("project_full_path", project.path())
        .with("namespace_id", project.group().id())
        .with("root_namespace_id", project.group().rootId())
        .with("organization_id", 1)
        .with("user_id", Users.ID)
        .with("time_in_queue_seconds", Times.seconds(progress.queuedAt(), progress.startedAt()))
        .with("project_jobs_running_on_instance_runners_count", "+Inf");
  }

  private Shape gitInfo() {
    Pipeline pipeline = granted.pipeline();
    String url =
        links
            .git(granted.project())
            .replace("://", "://gitlab-ci-token:" + granted.job().token() + "@");
    return new Shape()
        .with("repo_url", url)
        .with("repo_object_format", "sha1")
        .with("ref", pipeline.ref())
        .with("sha", pipeline.sha())
        .with("before_sha", "0".repeat(40))
        .with("ref_type", "branch")
        .with(
            "refspecs",
            List.of("+refs/heads/%1$s:refs/remotes/origin/%1$s".formatted(pipeline.ref())))
        .with("depth", 20)
        .with("protected", pipeline.protectedRef());
  }

  private Shape runnerInfo() {
    return new Shape().with("timeout", timeout()).with("runner_session_url", null);
  }

  /**
   * In seconds. A job that lasts longer than a project lets it is taken to have a {@code timeout}
   * of its own; the runner's maximum holds in any case.
   */
  private long timeout() {
    long own =
        switch (granted.job().plan().work()) {
          case Work.Lasting lasting ->
              Math.max(PROJECT_TIMEOUT_SECONDS, lasting.duration().toSeconds() + SLACK_SECONDS);
          case Work.Scripted script -> PROJECT_TIMEOUT_SECONDS;
        };
    Integer ofRunner = granted.runner().settings().maximumTimeout();
    return ofRunner == null ? own : Math.min(own, ofRunner);
  }

  private static Shape step(Work work, long timeout) {
    List<String> script =
        switch (work) {
          case Work.Lasting lasting -> lines(lasting);
          case Work.Scripted scripted -> scripted.lines();
        };
    return new Shape()
        .with("name", "script")
        .with("script", script)
        .with("timeout", timeout)
        .with("when", "on_success")
        .with("allow_failure", false);
  }

  private static List<String> lines(Work.Lasting lasting) {
    String sleep = "sleep " + lasting.duration().toMillis() / 1000.0;
    return lasting.outcome().isSuccess()
        ? List.of(sleep)
        : List.of(sleep, "exit " + lasting.outcome().exitCode());
  }

  private static Shape features() {
    return new Shape()
        .with("trace_sections", true)
        .with("token_mask_prefixes", List.of("glpat-", "glrt-", "glcbt-"))
        .with("failure_reasons", FailureReasons.OF_RUNNERS);
  }
}
