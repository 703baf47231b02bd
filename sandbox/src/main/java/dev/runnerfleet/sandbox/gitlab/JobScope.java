package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.gitlab.wire.GitLabError;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which jobs are asked for, by GitLab's names of statuses. */
final class JobScope {
  /** Statuses of GitLab that no job of the sandbox ever has. */
  private static final Set<String> NEVER =
      Set.of("waiting_for_resource", "waiting_for_callback", "preparing");

  private JobScope() {}

  /** All statuses where none is named. */
  static Set<JobStatus> of(String parameter, @Nullable List<String> names) {
    if (names == null || names.isEmpty()) {
      return EnumSet.allOf(JobStatus.class);
    }
    var statuses = EnumSet.noneOf(JobStatus.class);
    for (String name : names) {
      if (!NEVER.contains(name)) {
        statuses.add(status(parameter, name));
      }
    }
    return statuses;
  }

  private static JobStatus status(String parameter, String name) {
    for (JobStatus status : JobStatus.values()) {
      if (status.name().toLowerCase(Locale.ROOT).equals(name)) {
        return status;
      }
    }
    throw GitLabError.notOneOf(parameter);
  }
}
