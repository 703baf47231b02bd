package dev.runnerfleet.sandbox.core.gitlab.project;

import org.jspecify.annotations.Nullable;

/** A group of projects, which may lie in another. */
public record Group(long id, String path, @Nullable Group parent) {
  public String name() {
    return ProjectPath.lastSegment(path);
  }

  /** Whether this is the group of that id or lies in it, however deep. */
  public boolean isWithin(long groupId) {
    return id == groupId || (parent != null && parent.isWithin(groupId));
  }

  public long rootId() {
    return parent == null ? id : parent.rootId();
  }
}
