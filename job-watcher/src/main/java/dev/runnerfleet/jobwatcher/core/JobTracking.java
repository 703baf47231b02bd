package dev.runnerfleet.jobwatcher.core;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.contracts.demand.JobQueued;
import dev.runnerfleet.contracts.demand.JobStarted;
import dev.runnerfleet.jobwatcher.core.Status.Created;
import dev.runnerfleet.jobwatcher.core.Status.Finished;
import dev.runnerfleet.jobwatcher.core.Status.Pending;
import dev.runnerfleet.jobwatcher.core.Status.Running;
import dev.runnerfleet.jobwatcher.core.Tracked.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows jobs through observations that may come twice, late or never. A job only moves forward;
 * each step that matters to others is told once, and a job's requirements again when those first
 * told were wrong.
 */
public final class JobTracking {

  private JobTracking() {}

  /** What the observation, made now, means for the job. */
  public static Tracked observe(@Nullable KnownJob known, Observation seen, Instant now) {
    if (known == null) {
      return advanced(null, seen, now);
    }
    int step = seen.status().stage().compareTo(known.stage());
    if (step < 0) {
      return Tracked.unchanged(known, Change.STALE);
    }
    return step == 0 ? amended(known, seen) : advanced(known, seen, now);
  }

  private static Tracked advanced(@Nullable KnownJob known, Observation seen, Instant now) {
    Requirements told = known == null ? null : known.told();
    Status status = seen.status();
    return switch (status) {
      case Created created -> moved(seen, created, null, now, List.of());
      case Pending pending -> {
        Requirements needed = seen.requirements();
        KnownJob next = new KnownJob(seen.job(), pending, needed, now);
        yield new Tracked(next, Change.ADVANCED, queued(next));
      }
      case Running running -> moved(seen, running, told, now, List.of(started(seen, running)));
      case Finished finished -> {
        Finished whole = withRunner(finished, known);
        boolean othersKnowOfIt = told != null || whole.runner() != null || isRunning(known);
        yield moved(
            seen, whole, told, now, othersKnowOfIt ? List.of(finished(seen, whole)) : List.of());
      }
    };
  }

  private static Tracked moved(
      Observation seen,
      Status status,
      @Nullable Requirements told,
      Instant now,
      List<DemandEvent> events) {
    return new Tracked(new KnownJob(seen.job(), status, told, now), Change.ADVANCED, events);
  }

  private static Tracked amended(KnownJob known, Observation seen) {
    return switch (known.status()) {
      case Pending pending -> requirementsAmended(known, pending, seen);
      case Running running -> runnerAmended(known, running, seen.status());
      case Created created -> Tracked.unchanged(known, Change.REPEATED);
      case Finished finished -> Tracked.unchanged(known, Change.REPEATED);
    };
  }

  private static Tracked requirementsAmended(KnownJob known, Pending pending, Observation seen) {
    Requirements needed = seen.requirements();
    boolean onlyRemembered = seen.remembered() && known.told() != null;
    if (needed == null || needed.equals(known.told()) || onlyRemembered) {
      return Tracked.unchanged(known, Change.REPEATED);
    }
    KnownJob next = new KnownJob(known.job(), pending, needed, known.seenAt());
    Change change = known.told() == null ? Change.AMENDED : Change.CORRECTED;
    return new Tracked(next, change, queued(next));
  }

  private static Tracked runnerAmended(KnownJob known, Running running, Status seen) {
    if (running.runner() != null || !(seen instanceof Running more) || more.runner() == null) {
      return Tracked.unchanged(known, Change.REPEATED);
    }
    Running whole = new Running(more.runner(), running.at());
    KnownJob next = new KnownJob(known.job(), whole, known.told(), known.seenAt());
    return new Tracked(
        next, Change.AMENDED, List.of(started(new Observation(known.job(), whole), whole)));
  }

  private static List<DemandEvent> queued(KnownJob job) {
    Requirements needed = job.told();
    return needed == null
        ? List.of()
        : List.of(
            new JobQueued(
                job.job().id(),
                job.job().project(),
                job.job().pipeline(),
                job.job().name(),
                needed.tags(),
                needed.refProtected(),
                job.status().at(),
                job.seenAt()));
  }

  private static DemandEvent started(Observation seen, Running running) {
    return new JobStarted(seen.job().id(), seen.job().project(), running.runner(), running.at());
  }

  private static DemandEvent finished(Observation seen, Finished finished) {
    return new JobFinished(
        seen.job().id(),
        seen.job().project(),
        finished.outcome(),
        finished.failureReason(),
        finished.runner(),
        finished.at());
  }

  private static Finished withRunner(Finished finished, @Nullable KnownJob known) {
    GitLabRunnerId before =
        known != null && known.status() instanceof Running running ? running.runner() : null;
    return finished.runner() != null || before == null
        ? finished
        : new Finished(finished.outcome(), finished.failureReason(), before, finished.at());
  }

  private static boolean isRunning(@Nullable KnownJob known) {
    return known != null && known.stage() == Stage.RUNNING;
  }
}
