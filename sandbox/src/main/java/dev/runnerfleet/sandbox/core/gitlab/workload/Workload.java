package dev.runnerfleet.sandbox.core.gitlab.workload;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.core.gitlab.job.Jobs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A plan being carried out. */
final class Workload {
  private final String id;
  private final WorkloadPlan plan;
  private final Instant startedAt;
  private boolean stopped;
  private final List<Long> made = new ArrayList<>();

  Workload(String id, WorkloadPlan plan, Instant startedAt) {
    this.id = id;
    this.plan = plan;
    this.startedAt = startedAt;
  }

  void advance(JobMaker maker, Instant now) {
    while (!isMade() && !startedAt.plus(next().at()).isAfter(now)) {
      made.add(maker.make(next().order(), now).id());
    }
  }

  /** No further jobs are made; those that are there stay. */
  void stop() {
    stopped = true;
  }

  private Arrival next() {
    return plan.arrivals().get(made.size());
  }

  boolean isMade() {
    return stopped || made.size() == plan.arrivals().size();
  }

  WorkloadProgress progress(Jobs jobs) {
    Map<JobStatus, Integer> counts = new EnumMap<>(JobStatus.class);
    int finished = 0;
    for (long job : made) {
      Job latest = jobs.latest(job);
      counts.merge(latest.status(), 1, Integer::sum);
      finished += latest.status().isComplete() ? 1 : 0;
    }
    return new WorkloadProgress(
        id,
        plan.name(),
        startedAt,
        plan.arrivals().size(),
        made.size(),
        counts.getOrDefault(JobStatus.PENDING, 0),
        counts.getOrDefault(JobStatus.RUNNING, 0),
        finished,
        counts.getOrDefault(JobStatus.SUCCESS, 0),
        stopped,
        isMade() && finished == made.size());
  }
}
