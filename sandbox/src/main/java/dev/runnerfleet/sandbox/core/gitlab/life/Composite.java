package dev.runnerfleet.sandbox.core.gitlab.life;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What several jobs amount to (GitLab's Gitlab::Ci::Status::Composite, whose order of rules). */
final class Composite {
  /** A job's status, or that its failure counts for nothing. */
  private enum Kind {
    CREATED,
    PENDING,
    RUNNING,
    CANCELING,
    SUCCESS,
    FAILED,
    CANCELED,
    SKIPPED,
    MANUAL,
    SCHEDULED,
    SUCCESS_WITH_WARNINGS,
    IGNORED;

    static Kind of(Job job) {
      boolean allowed = job.plan().conduct().allowFailure();
      return switch (job.status()) {
        case CREATED -> CREATED;
        case PENDING -> PENDING;
        case RUNNING -> RUNNING;
        case CANCELING -> CANCELING;
        case SUCCESS -> SUCCESS;
        case FAILED -> allowed ? SUCCESS_WITH_WARNINGS : FAILED;
        case CANCELED -> allowed ? SUCCESS_WITH_WARNINGS : CANCELED;
        case SKIPPED -> SKIPPED;
        case MANUAL -> allowed ? IGNORED : MANUAL;
        case SCHEDULED -> SCHEDULED;
      };
    }
  }

  private static final Set<Kind> NEVER_RUN = EnumSet.of(Kind.SKIPPED, Kind.IGNORED);
  private static final Set<Kind> GOOD =
      EnumSet.of(Kind.SUCCESS, Kind.SKIPPED, Kind.SUCCESS_WITH_WARNINGS, Kind.IGNORED);
  private static final Set<Kind> UNTOUCHED =
      EnumSet.of(Kind.CREATED, Kind.SUCCESS_WITH_WARNINGS, Kind.IGNORED);
  private static final Set<Kind> STOPPED =
      EnumSet.of(
          Kind.CANCELED, Kind.SUCCESS, Kind.SKIPPED, Kind.SUCCESS_WITH_WARNINGS, Kind.IGNORED);
  private static final Set<Kind> WAITING =
      EnumSet.of(
          Kind.PENDING, Kind.CREATED, Kind.SKIPPED, Kind.SUCCESS_WITH_WARNINGS, Kind.IGNORED);

  private Composite() {}

  /** Of a pipeline's, or some stages', jobs; none have succeeded. */
  static JobStatus of(Collection<Job> jobs) {
    if (jobs.isEmpty()) {
      return JobStatus.SUCCESS;
    }
    Set<Kind> kinds = jobs.stream().map(Kind::of).collect(Collectors.toSet());
    if (NEVER_RUN.containsAll(kinds)) {
      return JobStatus.SKIPPED;
    }
    if (GOOD.containsAll(kinds)) {
      return JobStatus.SUCCESS;
    }
    if (UNTOUCHED.containsAll(kinds)) {
      return JobStatus.CREATED;
    }
    if (STOPPED.containsAll(kinds)) {
      return JobStatus.CANCELED;
    }
    if (WAITING.containsAll(kinds)) {
      return JobStatus.PENDING;
    }
    return unfinished(kinds);
  }

  private static JobStatus unfinished(Set<Kind> kinds) {
    if (kinds.contains(Kind.RUNNING) || kinds.contains(Kind.PENDING)) {
      return JobStatus.RUNNING;
    }
    if (kinds.contains(Kind.MANUAL)) {
      return JobStatus.MANUAL;
    }
    if (kinds.contains(Kind.SCHEDULED)) {
      return JobStatus.SCHEDULED;
    }
    if (kinds.contains(Kind.CREATED)) {
      return JobStatus.RUNNING;
    }
    return kinds.contains(Kind.CANCELING) ? JobStatus.CANCELING : JobStatus.FAILED;
  }

  /** Of the jobs that a job needs by name: it is skipped if one of them does not run at all. */
  static JobStatus ofNeeds(Collection<Job> jobs) {
    boolean incomplete = jobs.stream().map(Kind::of).anyMatch(NEVER_RUN::contains);
    return incomplete ? JobStatus.SKIPPED : of(jobs);
  }
}
