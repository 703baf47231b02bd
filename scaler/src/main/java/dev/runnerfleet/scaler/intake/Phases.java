package dev.runnerfleet.scaler.intake;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.scaler.ScalerMetrics;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.queue.Job;
import dev.runnerfleet.scaler.core.queue.Wish;
import dev.runnerfleet.scaler.queue.KeptJob;
import dev.runnerfleet.scaler.queue.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The phases of a job's wait that end with a demand event. */
final class Phases {

  private Phases() {}

  static void record(Progress progress, List<Runner> runners, ScalerMetrics metrics, Instant now) {
    Map<GitLabRunnerId, Runner> byGitLab =
        runners.stream()
            .filter(runner -> runner.gitLabRunner() != null)
            .collect(
                Collectors.toMap(
                    runner -> Objects.requireNonNull(runner.gitLabRunner()),
                    runner -> runner,
                    (one, other) -> other));
    for (KeptJob kept : progress.after().values()) {
      Wish wish = kept.job().wish();
      String pool = kept.pool() == null ? "none" : kept.pool().value();
      if (wish != null && progress.isNewlyQueued(kept)) {
        metrics.phase("seen_to_decided", pool, Duration.between(wish.seenAt(), now));
      }
      if (wish != null && progress.isNewlyStarted(kept)) {
        GitLabRunnerId runner = kept.job().runner();
        started(kept.job(), wish, pool, runner == null ? null : byGitLab.get(runner), metrics);
      }
    }
  }

  private static void started(
      Job job, Wish wish, String pool, @Nullable Runner runner, ScalerMetrics metrics) {
    Instant startedAt = Objects.requireNonNull(job.startedAt());
    metrics.phase("queued_to_job_started", pool, Duration.between(wish.queuedAt(), startedAt));
    Instant registeredAt = runner == null ? null : runner.registeredAt();
    // For a job that came later the runner's registration is no part of its wait.
    if (registeredAt != null && wish.queuedAt().isBefore(registeredAt)) {
      metrics.phase("registered_to_job_started", pool, Duration.between(registeredAt, startedAt));
    }
  }
}
