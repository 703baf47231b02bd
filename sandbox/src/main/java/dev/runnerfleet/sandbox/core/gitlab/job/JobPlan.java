package dev.runnerfleet.sandbox.core.gitlab.job;

import dev.runnerfleet.sandbox.core.gitlab.plan.Conduct;
import java.util.List;

/**
 * A job as a pipeline's configuration describes it.
 *
 * @param tags sorted and distinct, as GitLab shows them
 */
public record JobPlan(String name, String stage, List<String> tags, Work work, Conduct conduct) {
  private static final String ONLY_STAGE = "test";

  public JobPlan {
    tags = tags.stream().sorted().distinct().toList();
  }

  /** A job that begins when the stages before have succeeded. */
  public JobPlan(String name, String stage, List<String> tags, Work work) {
    this(name, stage, tags, work, Conduct.ORDINARY);
  }

  /**
   * A job of a pipeline with nothing else in it. Its name follows from its tags: who remembers the
   * tags of a project's jobs by their names, as one may of a real GitLab, is right here, too.
   */
  public static JobPlan alone(List<String> tags, Work work) {
    String name = tags.isEmpty() ? "untagged" : String.join(" ", tags.stream().sorted().toList());
    return new JobPlan(name, ONLY_STAGE, tags, work);
  }
}
