package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.gitlab.Forge;
import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.Pipeline;
import dev.runnerfleet.sandbox.core.gitlab.project.Group;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.gitlab.wire.GitLabError;
import dev.runnerfleet.sandbox.gitlab.wire.Params;
import org.jspecify.annotations.Nullable;

/** Finds what a path names, or says as GitLab does that it is not there. */
record Lookup(Forge forge) {

  /** By id or by path. */
  Project project(String idOrPath) {
    Project project =
        isNumber(idOrPath)
            ? forge.projects().find(Params.id("id", idOrPath))
            : forge.projects().find(idOrPath);
    return there(project, "Project");
  }

  /** By id or by path. */
  Group group(String idOrPath) {
    Group group =
        isNumber(idOrPath)
            ? forge.projects().findGroup(Params.id("id", idOrPath))
            : forge.projects().findGroup(idOrPath);
    return there(group, "Group");
  }

  Job job(String projectIdOrPath, String id) {
    Project project = project(projectIdOrPath);
    Job job = forge.jobs().find(Params.id("job_id", id));
    boolean ofProject = job != null && job.projectId() == project.id();
    return there(ofProject ? job : null, "Job");
  }

  Pipeline pipeline(String projectIdOrPath, String id) {
    Project project = project(projectIdOrPath);
    Pipeline pipeline = forge.pipelines().find(Params.id("pipeline_id", id));
    boolean ofProject = pipeline != null && pipeline.projectId() == project.id();
    return there(ofProject ? pipeline : null, "Pipeline");
  }

  Runner runner(String id) {
    return there(forge.runners().find(Params.id("id", id)), "Runner");
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static <T> T there(@Nullable T thing, String kind) {
    if (thing == null) {
      throw GitLabError.notFound(kind);
    }
    return thing;
  }
}
