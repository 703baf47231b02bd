package dev.runnerfleet.sandbox.core.gitlab.workload;

import dev.runnerfleet.sandbox.core.gitlab.job.Work;
import dev.runnerfleet.sandbox.core.gitlab.project.ProjectPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job to be made in a pipeline of its own.
 *
 * @param isProtected whether its branch shall be protected from now on; null leaves it as it is
 */
public record JobOrder(
    ProjectPath project, String ref, @Nullable Boolean isProtected, List<String> tags, Work work) {
  public JobOrder {
    tags = List.copyOf(tags);
  }

  public JobOrder with(Work other) {
    return new JobOrder(project, ref, isProtected, tags, other);
  }
}
