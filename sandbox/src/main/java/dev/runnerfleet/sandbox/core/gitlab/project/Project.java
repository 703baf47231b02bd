package dev.runnerfleet.sandbox.core.gitlab.project;

import java.time.Instant;

/**
 * A project.
 *
 * @param path with its namespace, such as {@code demo/app}
 */
public record Project(long id, Group group, String path, Instant createdAt) {
  public static final String DEFAULT_BRANCH = "main";

  /** The last part of its path. */
  public String name() {
    return ProjectPath.lastSegment(path);
  }
}
