package dev.runnerfleet.sandbox.core.gitlab.plan;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a job behaves within its pipeline (keywords of the same names of GitLab's CI/CD YAML).
 *
 * @param needs names of the jobs that it waits for; null for all of the stages before
 * @param startIn how long a delayed job waits once it could begin
 * @param allowFailure whether the pipeline goes on when it fails; of a manual job, whether it goes
 *     on without it
 */
public record Conduct(
    @Nullable List<String> needs, When when, Duration startIn, boolean allowFailure, Retry retry) {
  public static final Conduct ORDINARY =
      new Conduct(null, When.ON_SUCCESS, Duration.ZERO, false, Retry.NEVER);

  public Conduct {
    needs = needs == null ? null : List.copyOf(needs);
  }

  /** Whether it waits for jobs by name rather than for stages; GitLab calls that a DAG. */
  public boolean isByNeeds() {
    return needs != null;
  }
}
