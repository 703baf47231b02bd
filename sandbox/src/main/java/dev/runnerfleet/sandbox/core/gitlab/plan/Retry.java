package dev.runnerfleet.sandbox.core.gitlab.plan;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When GitLab itself retries a failed job (keyword {@code retry} of GitLab's CI/CD YAML).
 *
 * @param max how often, 0 to 2
 * @param when failure reasons, or {@code always}
 * @param exitCodes that are retried whatever the reason
 */
public record Retry(int max, Set<String> when, Set<Integer> exitCodes) {
  public static final Retry NEVER = new Retry(0, Set.of(), Set.of());

  private static final String ALWAYS = "always";

  /** The reasons that GitLab 19 has in the place of its older one for all jobs that were stuck. */
  private static final String STUCK = "stuck_or_timeout_failure";

  private static final Set<String> KINDS_OF_STUCK =
      Set.of(
          "stuck_pending_with_matching_runners",
          "stuck_pending_no_matching_runners",
          "no_updates_running",
          "no_updates_canceling");

  public Retry {
    when = Set.copyOf(when);
    exitCodes = Set.copyOf(exitCodes);
  }

  /** Whether a job that was retried so often, and now failed like this, is retried again. */
  public boolean allows(int retries, @Nullable String reason, @Nullable Integer exitCode) {
    return retries < max
        && (concerns(reason) || (exitCode != null && exitCodes.contains(exitCode)));
  }

  private boolean concerns(@Nullable String reason) {
    boolean stuck = reason != null && KINDS_OF_STUCK.contains(reason) && when.contains(STUCK);
    return stuck || when.contains(ALWAYS) || (reason != null && when.contains(reason));
  }
}
