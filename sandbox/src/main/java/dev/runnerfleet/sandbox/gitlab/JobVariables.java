package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.Pipeline;
import dev.runnerfleet.sandbox.core.gitlab.job.Work;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.core.gitlab.protocol.JobReply;
import dev.runnerfleet.sandbox.gitlab.wire.Links;
import dev.runnerfleet.sandbox.gitlab.wire.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The variables of a job. {@code SANDBOX_DURATION} and {@code SANDBOX_EXIT_CODE} tell the sandbox's
 * machines how long it takes and how it ends; {@code GIT_STRATEGY} keeps a real runner from looking
 * for a repository, of which there is none.
 */
record JobVariables(JobReply.Granted granted, Links links) {

  List<Shape> all() {
    Job job = granted.job();
    Project project = granted.project();
    Pipeline pipeline = granted.pipeline();
    var all = new ArrayList<Shape>();
    add(all, "CI", "true");
    add(all, "GITLAB_CI", "true");
    add(all, "CI_SERVER_URL", links.base());
    add(all, "CI_SERVER_HOST", links.host());
    add(all, "CI_API_V4_URL", links.base() + "/api/v4");
    add(all, "CI_PROJECT_ID", String.valueOf(project.id()));
    add(all, "CI_PROJECT_NAME", project.name());
    add(all, "CI_PROJECT_PATH", project.path());
    add(all, "CI_PROJECT_NAMESPACE", project.group().path());
    add(all, "CI_PROJECT_URL", links.project(project));
    add(all, "CI_PIPELINE_ID", String.valueOf(pipeline.id()));
    add(all, "CI_PIPELINE_IID", String.valueOf(pipeline.iid()));
    add(all, "CI_PIPELINE_SOURCE", "push");
    add(all, "CI_COMMIT_SHA", pipeline.sha());
    add(all, "CI_COMMIT_SHORT_SHA", pipeline.sha().substring(0, 8));
    add(all, "CI_COMMIT_REF_NAME", pipeline.ref());
    add(all, "CI_COMMIT_BRANCH", pipeline.ref());
    add(all, "CI_COMMIT_REF_PROTECTED", String.valueOf(pipeline.protectedRef()));
    add(all, "CI_JOB_ID", String.valueOf(job.id()));
    add(all, "CI_JOB_NAME", job.plan().name());
    add(all, "CI_JOB_STAGE", job.plan().stage());
    add(all, "CI_JOB_URL", links.job(project, job.id()));
    add(all, "CI_RUNNER_ID", String.valueOf(granted.runner().id()));
    all.add(variable("CI_JOB_TOKEN", job.token(), false));
    add(all, "GIT_STRATEGY", "none");
    if (job.plan().work() instanceof Work.Lasting lasting) {
      add(all, "SANDBOX_DURATION", lasting.duration().toString());
      add(all, "SANDBOX_EXIT_CODE", String.valueOf(lasting.outcome().exitCode()));
    }
    return all;
  }

  private static void add(List<Shape> all, String key, String value) {
    all.add(variable(key, value, true));
  }

  private static Shape variable(String key, String value, boolean isPublic) {
    return new Shape()
        .with("key", key)
        .with("value", value)
        .with("public", isPublic)
        .with("masked", !isPublic)
        .with("file", false)
        .with("raw", false);
  }
}
