package dev.runnerfleet.jobwatcher.core;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.jobwatcher.core.Status.Finished;
import dev.runnerfleet.jobwatcher.core.Status.Running;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares a project's complete listing of active jobs with what is known. */
public final class Reconciliation {

  private Reconciliation() {}

  /**
   * The jobs that are believed active, were so before the listing began, and are not in it. What
   * became of each has to be asked: absence alone proves nothing.
   */
  public static List<KnownJob> missing(
      Collection<KnownJob> active, Set<JobId> listed, Instant listingBegan) {
    return active.stream()
        .filter(known -> known.stage().isActive())
        .filter(known -> !listed.contains(known.job().id()))
        .filter(known -> known.seenAt().isBefore(listingBegan))
        .toList();
  }

  /** What it means that GitLab has no such job any more. */
  public static Observation vanished(KnownJob known, Instant now) {
    GitLabRunnerId runner = known.status() instanceof Running running ? running.runner() : null;
    return new Observation(
        known.job(), new Finished(JobFinished.Outcome.VANISHED, null, runner, now));
  }

  /** Those of the observations that tell something new, so that an idle poll writes nothing. */
  public static List<Observation> news(
      Collection<Observation> seen, Map<JobId, KnownJob> known, Instant now) {
    return seen.stream()
        .filter(each -> JobTracking.observe(known.get(each.job().id()), each, now).isNews())
        .toList();
  }
}
