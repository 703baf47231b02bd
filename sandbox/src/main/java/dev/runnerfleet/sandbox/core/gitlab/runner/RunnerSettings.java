package dev.runnerfleet.sandbox.core.gitlab.runner;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a runner can change about it.
 *
 * @param tags sorted and distinct, as GitLab shows them
 * @param maximumTimeout seconds, or null for none
 */
public record RunnerSettings(
    @Nullable String description,
    boolean paused,
    boolean locked,
    boolean runUntagged,
    List<String> tags,
    AccessLevel accessLevel,
    @Nullable Integer maximumTimeout,
    @Nullable String maintenanceNote) {
  public RunnerSettings {
    tags = tags.stream().sorted().distinct().toList();
  }

  /** What GitLab takes where nothing is said. */
  public static RunnerSettings defaults() {
    return new RunnerSettings(
        null, false, false, true, List.of(), AccessLevel.NOT_PROTECTED, null, null);
  }

  /**
   * GitLab's rule (its Ci::Runner): an untagged job needs a runner that runs untagged ones, every
   * tag of a job must be the runner's, letter by letter, and a runner of protected refs takes no
   * others.
   */
  public boolean matches(List<String> jobTags, boolean protectedRef) {
    boolean tagged = runUntagged || !jobTags.isEmpty();
    boolean allowed = accessLevel == AccessLevel.NOT_PROTECTED || protectedRef;
    return tagged && allowed && tags.containsAll(jobTags);
  }
}
