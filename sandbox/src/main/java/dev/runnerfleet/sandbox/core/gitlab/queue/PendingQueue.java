package dev.runnerfleet.sandbox.core.gitlab.queue;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.project.Projects;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pending jobs in the order in which GitLab hands them out: a runner of the instance gets the
 * job of the project that has the fewest jobs on such runners, any other runner the oldest job
 * (GitLab's page "How to manage runners", fair usage queue). A request looks at one place per kind
 * of job, not at the jobs.
 */
public final class PendingQueue {
  /** What decides which runners can take a job. */
  private record Kind(List<String> tags, boolean protectedRef) {
    static Kind of(Job job) {
      return new Kind(job.tags(), job.protectedRef());
    }
  }

  private final Projects projects;
  private final Map<Kind, FairLine> lines = new HashMap<>();
  private final Set<Long> onInstance = new HashSet<>();
  private final Map<Long, Integer> runningOnInstance = new HashMap<>();
  private long arrivals;

  public PendingQueue(Projects projects) {
    this.projects = projects;
  }

  public void add(Job job) {
    lines
        .computeIfAbsent(Kind.of(job), unused -> new FairLine())
        .add(job.projectId(), job.id(), running(job.projectId()));
    arrivals++;
  }

  public void remove(Job job) {
    FairLine line = lines.get(Kind.of(job));
    if (line != null) {
      line.remove(job.projectId(), job.id(), running(job.projectId()));
      if (line.isEmpty()) {
        lines.remove(Kind.of(job));
      }
    }
  }

  /** Notes that the runner runs the job from now on. */
  public void started(Job job, Runner runner) {
    if (runner.scope().type() == RunnerType.INSTANCE_TYPE && onInstance.add(job.id())) {
      countRunning(job.projectId(), 1);
    }
  }

  /** Notes that the job runs no more. */
  public void ended(Job job) {
    if (onInstance.remove(job.id())) {
      countRunning(job.projectId(), -1);
    }
  }

  private void countRunning(long projectId, int change) {
    runningOnInstance.merge(projectId, change, Integer::sum);
    for (FairLine line : lines.values()) {
      if (line.has(projectId)) {
        line.place(projectId, running(projectId));
      }
    }
  }

  private int running(long projectId) {
    return runningOnInstance.getOrDefault(projectId, 0);
  }

  /** The id of the job that the runner would get, or null; it stays in the queue. */
  public @Nullable Long next(Runner runner) {
    boolean ofInstance = runner.scope().type() == RunnerType.INSTANCE_TYPE;
    Comparator<FairLine.Place> order = ofInstance ? FairLine.FAIREST : FairLine.OLDEST;
    FairLine.Place best = null;
    for (var entry : lines.entrySet()) {
      Kind kind = entry.getKey();
      if (runner.settings().matches(kind.tags(), kind.protectedRef())) {
        FairLine line = entry.getValue();
        var place = ofInstance ? line.fairest() : line.oldest(id -> covers(runner, id));
        if (place != null && (best == null || order.compare(place, best) < 0)) {
          best = place;
        }
      }
    }
    return best == null ? null : best.job();
  }

  private boolean covers(Runner runner, long projectId) {
    return runner.scope().covers(projects.get(projectId));
  }

  /** How many jobs were ever added. */
  public long arrivals() {
    return arrivals;
  }
}
