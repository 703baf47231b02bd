package dev.runnerfleet.sandbox.core.gitlab.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a runner may say that a job failed. */
public final class FailureReasons {
  public static final String UNKNOWN = "unknown_failure";

  /** Those that GitLab 19.1 tells runners of; {@code runner_interrupted} is new in it. */
  public static final List<String> OF_RUNNERS =
      List.of(
          UNKNOWN,
          "script_failure",
          "runner_system_failure",
          "job_execution_timeout",
          "runner_unsupported",
          "runner_configuration_error",
          "runner_external_dependency_failure",
          "runner_interrupted",
          "image_pull_failure");

  private FailureReasons() {}

  /** The reason as GitLab stores it: what it does not know becomes unknown. */
  static String known(@Nullable String reason) {
    return reason != null && OF_RUNNERS.contains(reason) ? reason : UNKNOWN;
  }
}
