package dev.runnerfleet.sandbox.core.gitlab.job;

import dev.runnerfleet.sandbox.core.gitlab.identity.Secrets;
import dev.runnerfleet.sandbox.core.gitlab.identity.Sequence;
import dev.runnerfleet.sandbox.core.gitlab.project.Branch;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All pipelines. */
public final class Pipelines {
  private final Sequence ids;
  private final Secrets secrets;
  private final Map<Long, Pipeline> byId = new HashMap<>();
  private final Map<Long, Sequence> iids = new HashMap<>();

  Pipelines(long firstId, Secrets secrets) {
    this.ids = new Sequence(firstId);
    this.secrets = secrets;
  }

  Pipeline create(long projectId, Branch branch, List<JobPlan> plans, Instant now) {
    var pipeline =
        new Pipeline(
            ids.take(),
            iids.computeIfAbsent(projectId, unused -> new Sequence(1)).take(),
            projectId,
            branch.name(),
            branch.isProtected(),
            secrets.sha(),
            plans.stream().map(JobPlan::stage).distinct().toList(),
            JobStatus.CREATED,
            now,
            null,
            null);
    put(pipeline);
    return pipeline;
  }

  void put(Pipeline pipeline) {
    byId.put(pipeline.id(), pipeline);
  }

  public @Nullable Pipeline find(long id) {
    return byId.get(id);
  }

  /** A pipeline that is known to be there, as pipelines are never deleted. */
  public Pipeline get(long id) {
    return Objects.requireNonNull(byId.get(id));
  }
}
