package dev.runnerfleet.sandbox.core.gitlab.job;

import dev.runnerfleet.sandbox.core.effect.Effect;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A pipeline changed its status: GitLab owes its project's hooks a pipeline event.
 *
 * @param jobs the latest of each, without those that were retried
 * @param runners those that run or ran them, by id, unless deleted
 */
public record PipelineChanged(
    Project project, Pipeline pipeline, List<Job> jobs, Map<Long, Runner> runners, Instant at)
    implements Effect {
  public PipelineChanged {
    jobs = List.copyOf(jobs);
    runners = Map.copyOf(runners);
  }
}
