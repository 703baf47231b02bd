package dev.runnerfleet.sandbox.core.gitlab.job;

import dev.runnerfleet.sandbox.core.gitlab.identity.Secrets;
import dev.runnerfleet.sandbox.core.gitlab.identity.Sequence;
import dev.runnerfleet.sandbox.core.gitlab.project.Branch;
import java.time.Instant;
import java.util.ArrayList;
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
  private final Map<Long, List<Long>> byProject = new HashMap<>();

  public Pipelines(long firstId, Secrets secrets) {
    this.ids = new Sequence(firstId);
    this.secrets = secrets;
  }

  public Pipeline create(long projectId, Branch branch, List<String> stages, Instant now) {
    var pipeline =
        new Pipeline(
            ids.take(),
            iids.computeIfAbsent(projectId, unused -> new Sequence(1)).take(),
            projectId,
            branch.name(),
            branch.isProtected(),
            secrets.sha(),
            stages,
            JobStatus.CREATED,
            now,
            null,
            null);
    put(pipeline);
    byProject.computeIfAbsent(projectId, unused -> new ArrayList<>()).add(pipeline.id());
    return pipeline;
  }

  public void put(Pipeline pipeline) {
    byId.put(pipeline.id(), pipeline);
  }

  public @Nullable Pipeline find(long id) {
    return byId.get(id);
  }

  /** As they were made. */
  public List<Pipeline> ofProject(long projectId) {
    return byProject.getOrDefault(projectId, List.of()).stream().map(this::get).toList();
  }

  /** The pipeline with that number within its project, or null. */
  public @Nullable Pipeline findByIid(long projectId, long iid) {
    List<Long> ids = byProject.getOrDefault(projectId, List.of());
    return iid < 1 || iid > ids.size() ? null : byId.get(ids.get((int) iid - 1));
  }

  /** A pipeline that is known to be there, as pipelines are never deleted. */
  public Pipeline get(long id) {
    return Objects.requireNonNull(byId.get(id));
  }
}
