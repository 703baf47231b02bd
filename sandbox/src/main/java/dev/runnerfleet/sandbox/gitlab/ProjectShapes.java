package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.gitlab.project.Branch;
import dev.runnerfleet.sandbox.core.gitlab.project.Group;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.gitlab.wire.Links;
import dev.runnerfleet.sandbox.gitlab.wire.Shape;
import dev.runnerfleet.sandbox.gitlab.wire.Times;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Projects, groups and branches as GitLab's REST interface shows them. */
record ProjectShapes(Links links) {

  /** As with {@code simple=true}. */
  Shape simple(Project project) {
    return new Shape()
        .with("id", project.id())
        .with("description", null)
        .with("name", project.name())
        .with("name_with_namespace", project.path().replace("/", " / "))
        .with("path", project.name())
        .with("path_with_namespace", project.path())
        .with("created_at", Times.iso(project.createdAt()))
        .with("default_branch", Project.DEFAULT_BRANCH)
        .with("tag_list", List.of())
        .with("topics", List.of())
        .with("ssh_url_to_repo", links.ssh(project))
        .with("http_url_to_repo", links.git(project))
        .with("web_url", links.project(project))
        .with("avatar_url", null)
        .with("star_count", 0)
        .with("last_activity_at", Times.iso(project.createdAt()))
        .with("visibility", "private")
        .with("namespace", namespace(project.group()));
  }

  Shape full(Project project) {
    return simple(project)
        .with("empty_repo", false)
        .with("archived", false)
        .with("jobs_enabled", true)
        .with("builds_access_level", "enabled")
        .with("shared_runners_enabled", true)
        .with("group_runners_enabled", true)
        .with("build_timeout", JobRequestShape.PROJECT_TIMEOUT_SECONDS)
        .with("ci_config_path", "")
        .with("public_jobs", true);
  }

  private Shape namespace(Group group) {
    return new Shape()
        .with("id", group.id())
        .with("name", group.name())
        .with("path", group.name())
        .with("kind", "group")
        .with("full_path", group.path())
        .with("parent_id", parentId(group))
        .with("avatar_url", null)
        .with("web_url", links.group(group));
  }

  Shape group(Group group) {
    return new Shape()
        .with("id", group.id())
        .with("web_url", links.group(group))
        .with("name", group.name())
        .with("path", group.name())
        .with("visibility", "private")
        .with("full_name", group.path().replace("/", " / "))
        .with("full_path", group.path())
        .with("parent_id", parentId(group));
  }

  private static @Nullable Long parentId(Group group) {
    Group parent = group.parent();
    return parent == null ? null : parent.id();
  }

  Shape branch(Branch branch) {
    return new Shape()
        .with("name", branch.name())
        .with("merged", false)
        .with("protected", branch.isProtected())
        .with("developers_can_push", !branch.isProtected())
        .with("developers_can_merge", !branch.isProtected())
        .with("can_push", true)
        .with("default", branch.name().equals(Project.DEFAULT_BRANCH));
  }
}
