package dev.runnerfleet.sandbox.core.gitlab.project;

import dev.runnerfleet.sandbox.core.gitlab.identity.Sequence;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All groups and projects. */
public final class Projects {
  private final Sequence groupIds;
  private final Sequence projectIds;
  private final NavigableMap<Long, Project> byId = new TreeMap<>();
  private final Map<String, Project> byPath = new HashMap<>();
  private final Map<Long, Group> groupsById = new HashMap<>();
  private final Map<String, Group> groupsByPath = new HashMap<>();
  private final Map<Long, Map<String, Branch>> branches = new HashMap<>();

  public Projects(long firstId) {
    this.groupIds = new Sequence(firstId);
    this.projectIds = new Sequence(firstId);
  }

  /** The project at a path; it is made, with its groups and an empty main branch, if missing. */
  public Project at(ProjectPath path, Instant now) {
    Project known = byPath.get(path.value());
    if (known != null) {
      return known;
    }
    var project = new Project(projectIds.take(), groupAt(path.group()), path.value(), now);
    byId.put(project.id(), project);
    byPath.put(project.path(), project);
    branch(project.id(), Project.DEFAULT_BRANCH, null);
    return project;
  }

  private Group groupAt(String path) {
    Group known = groupsByPath.get(path);
    if (known != null) {
      return known;
    }
    String parentPath = ProjectPath.parent(path);
    Group parent = parentPath == null ? null : groupAt(parentPath);
    var group = new Group(groupIds.take(), path, parent);
    groupsByPath.put(path, group);
    groupsById.put(group.id(), group);
    return group;
  }

  public @Nullable Project find(long id) {
    return byId.get(id);
  }

  public @Nullable Project find(String path) {
    return byPath.get(path);
  }

  /** A project that is known to be there, as projects are never deleted. */
  public Project get(long id) {
    return Objects.requireNonNull(byId.get(id));
  }

  public @Nullable Group findGroup(long id) {
    return groupsById.get(id);
  }

  public @Nullable Group findGroup(String path) {
    return groupsByPath.get(path);
  }

  /** By ascending id. */
  public NavigableMap<Long, Project> all() {
    return byId;
  }

  public @Nullable Branch findBranch(long projectId, String name) {
    return branches.getOrDefault(projectId, Map.of()).get(name);
  }

  /**
   * A branch, which is made if missing.
   *
   * @param isProtected null leaves it as it is, and a new one unprotected
   */
  public Branch branch(long projectId, String name, @Nullable Boolean isProtected) {
    var known = branches.computeIfAbsent(projectId, unused -> new TreeMap<>());
    Branch before = known.getOrDefault(name, new Branch(name, false));
    Branch after = isProtected == null ? before : new Branch(name, isProtected);
    known.put(name, after);
    return after;
  }
}
