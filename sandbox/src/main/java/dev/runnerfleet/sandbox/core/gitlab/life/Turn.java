package dev.runnerfleet.sandbox.core.gitlab.life;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.core.gitlab.plan.Conduct;
import java.util.List;
import java.util.Set;

/** Whether a job that was only created is due (GitLab's AtomicProcessingService). */
enum Turn {
  NOT_YET,
  DUE,
  SKIPPED;

  /** Decides by the latest jobs of its pipeline. */
  static Turn of(Job job, List<Job> latest, List<String> stages) {
    Conduct conduct = job.plan().conduct();
    JobStatus before =
        conduct.isByNeeds()
            ? Composite.ofNeeds(needed(job, latest))
            : Composite.of(ofEarlierStages(job, latest, stages));
    if (!before.isComplete()) {
      return NOT_YET;
    }
    return isDue(conduct, before) ? DUE : SKIPPED;
  }

  /** By the end that those before came to (GitLab's ProcessBuildService). */
  private static boolean isDue(Conduct conduct, JobStatus before) {
    return switch (conduct.when()) {
      case ON_SUCCESS, MANUAL, DELAYED ->
          before == JobStatus.SUCCESS || (before == JobStatus.SKIPPED && !conduct.isByNeeds());
      case ON_FAILURE -> before == JobStatus.FAILED;
      case ALWAYS -> before != JobStatus.CANCELED;
    };
  }

  private static List<Job> needed(Job job, List<Job> latest) {
    return latest.stream().filter(other -> isNeeded(job, other)).toList();
  }

  private static boolean isNeeded(Job job, Job other) {
    List<String> needs = job.plan().conduct().needs();
    return needs != null && needs.contains(other.plan().name());
  }

  private static List<Job> ofEarlierStages(Job job, List<Job> latest, List<String> stages) {
    Set<String> earlier = Set.copyOf(stages.subList(0, stages.indexOf(job.plan().stage())));
    return latest.stream().filter(other -> earlier.contains(other.plan().stage())).toList();
  }

  /** Whether a job waits for another, directly. */
  static boolean waitsFor(Job job, Job other, List<String> stages) {
    return job.plan().conduct().isByNeeds()
        ? isNeeded(job, other)
        : stages.indexOf(other.plan().stage()) < stages.indexOf(job.plan().stage());
  }
}
