package dev.runnerfleet.sandbox.core.gitlab.queue;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.core.gitlab.job.Jobs;
import dev.runnerfleet.sandbox.core.gitlab.project.Projects;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerStatus;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runners;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Jobs that GitLab gives up, as nobody will finish them (its StuckBuilds services). */
public final class StuckJobs {
  /** GitLab drops a running job that it has not heard of for an hour (DropRunningService). */
  private static final Duration RUNNING_IN_SILENCE = Duration.ofHours(1);

  /** And a pending one after a day, whoever could run it (DropPendingService). */
  private static final Duration PENDING_IN_VAIN = Duration.ofHours(24);

  /** And after an hour where no runner that is online could run it. */
  private static final Duration PENDING_FOR_NOBODY = Duration.ofHours(1);

  private record Kind(long projectId, List<String> tags, boolean protectedRef) {}

  /** A job to be dropped, and GitLab's word for why. */
  public record Dropped(long job, String reason) {}

  private final Projects projects;
  private final Runners runners;
  private final Jobs jobs;
  private final Silence running = new Silence(RUNNING_IN_SILENCE);
  private final Silence pending = new Silence(PENDING_IN_VAIN);
  private Instant lastRound = Instant.EPOCH;

  public StuckJobs(Projects projects, Runners runners, Jobs jobs) {
    this.projects = projects;
    this.runners = runners;
    this.jobs = jobs;
  }

  /** Begins to wait for a job that waits or runs now. */
  public void entered(Job job, Instant now) {
    switch (job.status()) {
      case PENDING -> pending.heard(job.id(), now);
      case RUNNING, CANCELING -> running.heard(job.id(), now);
      case CREATED, MANUAL, SCHEDULED, SUCCESS, FAILED, CANCELED, SKIPPED -> {}
    }
  }

  /** Waits for the job no more. */
  public void left(Job job) {
    pending.forget(job.id());
    running.forget(job.id());
  }

  /** Notes that the runner of a job was heard of. */
  public void heard(Job job, Instant now) {
    if (job.status().isExecuting()) {
      running.heard(job.id(), now);
    }
  }

  /** Those to be dropped now. */
  public List<Dropped> due(Instant now) {
    var dropped = new ArrayList<Dropped>();
    for (long job : running.tooLong(now)) {
      boolean canceling = jobs.get(job).status() == JobStatus.CANCELING;
      dropped.add(new Dropped(job, canceling ? "no_updates_canceling" : "no_updates_running"));
    }
    for (long job : pending.tooLong(now)) {
      dropped.add(new Dropped(job, "stuck_pending_with_matching_runners"));
    }
    if (Duration.between(lastRound, now).compareTo(Duration.ofHours(1)) >= 0) {
      lastRound = now.truncatedTo(ChronoUnit.HOURS);
      dropped.addAll(forNobody(now));
    }
    return dropped;
  }

  /** GitLab looks for these once an hour (its StuckCiJobsWorker). */
  private List<Dropped> forNobody(Instant now) {
    var online =
        runners.all().values().stream()
            .filter(runner -> runners.status(runner, now) == RunnerStatus.ONLINE)
            .toList();
    Map<Kind, Boolean> known = new HashMap<>();
    var dropped = new ArrayList<Dropped>();
    var inVain = Set.copyOf(pending.tooLong(now));
    for (long id : pending.longerThan(PENDING_FOR_NOBODY, now)) {
      if (inVain.contains(id)) {
        continue;
      }
      Job job = jobs.get(id);
      var kind = new Kind(job.projectId(), job.tags(), job.protectedRef());
      if (!known.computeIfAbsent(kind, unused -> isForSomebody(job, online))) {
        dropped.add(new Dropped(id, "stuck_pending_no_matching_runners"));
      }
    }
    return dropped;
  }

  private boolean isForSomebody(Job job, List<Runner> online) {
    return online.stream()
        .anyMatch(
            runner ->
                runner.settings().matches(job.tags(), job.protectedRef())
                    && runner.scope().covers(projects.get(job.projectId())));
  }
}
