package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.gitlab.Forge;
import dev.runnerfleet.sandbox.core.gitlab.runner.AccessLevel;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerScope;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerSettings;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerType;
import dev.runnerfleet.sandbox.gitlab.wire.GitLabError;
import dev.runnerfleet.sandbox.gitlab.wire.Params;
import org.jspecify.annotations.Nullable;

/** What a request says of a runner that is to be made or changed, under GitLab's own rules. */
record RunnerParams(Params params) {
  private static final long MIN_TIMEOUT = 600;
  private static final int MAX_NOTE = 1024;

  /** Where a new runner is to be registered. */
  RunnerScope scope(Forge forge) {
    params.required("runner_type");
    RunnerType type = params.oneOf("runner_type", RunnerType.class).orElseThrow();
    return switch (type) {
      case INSTANCE_TYPE -> RunnerScope.INSTANCE;
      case GROUP_TYPE ->
          owned(type, "group_id", forge.projects().findGroup(number("group_id")) != null);
      case PROJECT_TYPE ->
          owned(type, "project_id", forge.projects().find(number("project_id")) != null);
    };
  }

  private long number(String parameter) {
    return params.number(parameter).orElseThrow(() -> GitLabError.missing(parameter));
  }

  private RunnerScope owned(RunnerType type, String parameter, boolean exists) {
    if (!exists) {
      throw GitLabError.forbidden();
    }
    return new RunnerScope(type, number(parameter));
  }

  /** The settings with what the request changes. */
  RunnerSettings over(RunnerSettings before) {
    var settings =
        new RunnerSettings(
            params.has("description")
                ? params.text("description").orElse("")
                : before.description(),
            paused(before),
            params.flag("locked").orElse(before.locked()),
            params.flag("run_untagged").orElse(before.runUntagged()),
            params.list("tag_list").orElse(before.tags()),
            params.oneOf("access_level", AccessLevel.class).orElse(before.accessLevel()),
            timeout(before.maximumTimeout()),
            note(before.maintenanceNote()));
    if (settings.tags().isEmpty() && !settings.runUntagged()) {
      throw GitLabError.rule(
          "tags_list", "can not be empty when runner is not allowed to pick untagged jobs");
    }
    return settings;
  }

  /** {@code active} is the older name of the opposite. */
  private boolean paused(RunnerSettings before) {
    boolean fallback = params.flag("active").map(active -> !active).orElse(before.paused());
    return params.flag("paused").orElse(fallback);
  }

  private @Nullable Integer timeout(@Nullable Integer before) {
    Long seconds = params.number("maximum_timeout").orElse(null);
    if (seconds == null) {
      return before;
    }
    if (seconds < MIN_TIMEOUT || seconds > Integer.MAX_VALUE) {
      throw GitLabError.rule("maximum_timeout", "needs to be at least 10 minutes");
    }
    return Math.toIntExact(seconds);
  }

  private @Nullable String note(@Nullable String before) {
    String note = params.text("maintenance_note").orElse(before);
    if (note != null && note.length() > MAX_NOTE) {
      throw GitLabError.rule("maintenance_note", "is too long (maximum is 1024 characters)");
    }
    return note;
  }
}
