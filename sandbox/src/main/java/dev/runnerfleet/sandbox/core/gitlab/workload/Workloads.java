package dev.runnerfleet.sandbox.core.gitlab.workload;

import dev.runnerfleet.sandbox.core.gitlab.job.Jobs;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All workloads that were ever begun. */
public final class Workloads {
  private final JobMaker maker;
  private final Jobs jobs;
  private final Map<String, Workload> byId = new LinkedHashMap<>();

  public Workloads(JobMaker maker, Jobs jobs) {
    this.maker = maker;
    this.jobs = jobs;
  }

  /** Begins a workload; what is due at once is made at once. */
  public WorkloadProgress start(WorkloadPlan plan, Instant now) {
    String id = "workload-" + (byId.size() + 1);
    var workload = new Workload(id, plan, now);
    byId.put(id, workload);
    workload.advance(maker, now);
    return workload.progress(jobs);
  }

  /** Makes what is due. */
  public void advance(Instant now) {
    byId.values().forEach(workload -> workload.advance(maker, now));
  }

  public Optional<WorkloadProgress> progress(String id) {
    return Optional.ofNullable(byId.get(id)).map(workload -> workload.progress(jobs));
  }

  public List<WorkloadProgress> all() {
    return byId.values().stream().map(workload -> workload.progress(jobs)).toList();
  }

  /** Makes no further jobs; empty where there is no such workload. */
  public Optional<WorkloadProgress> stop(String id) {
    Optional.ofNullable(byId.get(id)).ifPresent(Workload::stop);
    return progress(id);
  }
}
