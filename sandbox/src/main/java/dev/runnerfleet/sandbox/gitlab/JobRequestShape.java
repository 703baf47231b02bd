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
  static final int TIMEOUT_SECONDS = 3600;

  Shape shape() {
    Job job = granted.job();
    return new Shape()
        .with("id", job.id())
        .with("token", job.token())
        .with("allow_git_fetch", true)
        .with("job_info", jobInfo())
        .with("git_info", gitInfo())
        .with("runner_info", new Shape().with("timeout", TIMEOUT_SECONDS))
        .with("inputs", List.of())
        .with("variables", new JobVariables(granted, links).all())
        .with("steps", List.of(step(job.plan().work())))
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

  private static Shape step(Work work) {
    List<String> script =
        switch (work) {
          case Work.Lasting lasting -> List.of("sleep " + lasting.duration().toMillis() / 1000.0);
          case Work.Scripted scripted -> scripted.lines();
        };
    return new Shape()
        .with("name", "script")
        .with("script", script)
        .with("timeout", TIMEOUT_SECONDS)
        .with("when", "on_success")
        .with("allow_failure", false);
  }

  private static Shape features() {
    return new Shape()
        .with("trace_sections", true)
        .with("token_mask_prefixes", List.of("glpat-", "glrt-", "glcbt-"))
        .with("failure_reasons", FailureReasons.OF_RUNNERS);
  }
}
