package dev.runnerfleet.sandbox.core.gitlab.runner;

import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import org.jspecify.annotations.Nullable;

/**
 * Where a runner is registered.
 *
 * @param ownerId the group or the project; null for the whole instance
 */
public record RunnerScope(RunnerType type, @Nullable Long ownerId) {
  public static final RunnerScope INSTANCE = new RunnerScope(RunnerType.INSTANCE_TYPE, null);

  public boolean covers(Project project) {
    if (ownerId == null) {
      return true;
    }
    return switch (type) {
      case INSTANCE_TYPE -> true;
      case GROUP_TYPE -> project.group().isWithin(ownerId);
      case PROJECT_TYPE -> project.id() == ownerId;
    };
  }
}
