package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.gitlab.Forge;
import dev.runnerfleet.sandbox.core.gitlab.project.Group;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerHost;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerSettings;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerStatus;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerType;
import dev.runnerfleet.sandbox.gitlab.wire.Links;
import dev.runnerfleet.sandbox.gitlab.wire.Shape;
import dev.runnerfleet.sandbox.gitlab.wire.Times;
import dev.runnerfleet.sandbox.gitlab.wire.Users;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runners and their managers as GitLab's REST interface shows them. */
record RunnerShapes(Forge forge, Links links, Instant now) {

  /** As in a list, or in a job. */
  Shape basic(Runner runner) {
    RunnerStatus status = forge.runners().status(runner, now);
    RunnerSettings settings = runner.settings();
    return new Shape()
        .with("id", runner.id())
        .with("description", settings.description())
        .with("ip_address", null)
        .with("active", !settings.paused())
        .with("paused", settings.paused())
        .with("is_shared", runner.scope().type() == RunnerType.INSTANCE_TYPE)
        .with("runner_type", runner.scope().type().wireName())
        .with("name", "gitlab-runner")
        .with("online", status == RunnerStatus.ONLINE)
        .with("created_by", Users.basic(links))
        .with("created_at", Times.iso(runner.createdAt()))
        .with("status", status.wireName())
        .with("job_execution_status", execution(forge.jobs().isRunnerBusy(runner.id())));
  }

  private static String execution(boolean busy) {
    return busy ? "active" : "idle";
  }

  Shape details(Runner runner) {
    RunnerSettings settings = runner.settings();
    List<RunnerHost> hosts = forge.runners().hosts(runner.id());
    RunnerHost last = hosts.isEmpty() ? null : hosts.getLast();
    return basic(runner)
        .with("tag_list", settings.tags())
        .with("run_untagged", settings.runUntagged())
        .with("locked", settings.locked())
        .with("maximum_timeout", settings.maximumTimeout())
        .with("access_level", settings.accessLevel().wireName())
        .with("version", last == null ? null : last.info().version())
        .with("revision", last == null ? null : last.info().revision())
        .with("platform", last == null ? null : last.info().platform())
        .with("architecture", last == null ? null : last.info().architecture())
        .with("contacted_at", Times.iso(forge.runners().contactedAt(runner.id())))
        .with("maintenance_note", settings.maintenanceNote())
        .with("projects", projects(runner))
        .with("groups", groups(runner));
  }

  private List<Shape> projects(Runner runner) {
    Long owner = runner.scope().ownerId();
    Project project = owner == null ? null : forge.projects().find(owner);
    return runner.scope().type() == RunnerType.PROJECT_TYPE && project != null
        ? List.of(new ProjectShapes(links).simple(project))
        : List.of();
  }

  private List<Shape> groups(Runner runner) {
    Long owner = runner.scope().ownerId();
    Group group = owner == null ? null : forge.projects().findGroup(owner);
    return runner.scope().type() == RunnerType.GROUP_TYPE && group != null
        ? List.of(
            new Shape()
                .with("id", group.id())
                .with("name", group.name())
                .with("web_url", links.group(group)))
        : List.of();
  }

  Shape manager(RunnerHost host) {
    return new Shape()
        .with("id", host.id())
        .with("system_id", host.systemId())
        .with("version", host.info().version())
        .with("revision", host.info().revision())
        .with("platform", host.info().platform())
        .with("architecture", host.info().architecture())
        .with("created_at", Times.iso(host.createdAt()))
        .with("contacted_at", Times.iso(host.contactedAt()))
        .with("ip_address", "127.0.0.1")
        .with("status", host.status(now).wireName())
        .with("job_execution_status", execution(forge.jobs().isSystemBusy(host.systemId())));
  }

  @Nullable Shape basicOrNull(@Nullable Long runnerId) {
    Runner runner = runnerId == null ? null : forge.runners().find(runnerId);
    return runner == null ? null : basic(runner);
  }

  @Nullable Shape managerOrNull(@Nullable Long runnerId, String systemId) {
    RunnerHost host = runnerId == null ? null : forge.runners().findHost(runnerId, systemId);
    return host == null ? null : manager(host);
  }
}
