package dev.runnerfleet.sandbox.core.gitlab.workload;

import dev.runnerfleet.sandbox.core.gitlab.job.JobPlan;
import dev.runnerfleet.sandbox.core.gitlab.project.ProjectPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline to be made.
 *
 * @param isProtected whether its branch shall be protected from now on; null leaves it as it is
 */
public record PipelineOrder(
    ProjectPath project,
    String ref,
    @Nullable Boolean isProtected,
    List<String> stages,
    List<JobPlan> jobs) {
  public PipelineOrder {
    stages = List.copyOf(stages);
    jobs = List.copyOf(jobs);
  }
}
