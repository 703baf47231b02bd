package dev.runnerfleet.jobwatcher.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.topic.Json;
import dev.runnerfleet.jobwatcher.core.KnownJob;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jobs that nobody else can change until the transaction ends. */
final class LockedJobs {

  private static final JsonMapper JSON = Json.mapper();

  /** Not persisted by the session: a job that another transaction has just made is no error. */
  private static final String INSERT =
      """
      insert into {h-schema}job (id, project, pipeline, name, ref, git_tag, stage, at, seen_at,
                                 tags, ref_protected, gitlab_runner, outcome, failure_reason)
      select id, project, pipeline, name, ref, git_tag, stage, at, seen_at,
             tags, ref_protected, gitlab_runner, outcome, failure_reason
      from json_to_recordset(cast(cast(:rows as text) as json))
        as made (id bigint, project bigint, pipeline bigint, name text, ref text, git_tag boolean,
                 stage text, at timestamptz, seen_at timestamptz, tags text, ref_protected boolean,
                 gitlab_runner bigint, outcome text, failure_reason text)
      on conflict (id) do nothing
      """;

  private final Map<JobId, JobRow> rows = new HashMap<>();

  LockedJobs(List<JobRow> locked) {
    locked.forEach(row -> rows.put(new JobId(row.id), row));
  }

  Map<JobId, KnownJob> known() {
    Map<JobId, KnownJob> known = new HashMap<>();
    rows.forEach((id, row) -> known.put(id, row.toDomain()));
    return known;
  }

  /** Keeps what became of them, and those that are new; fails with {@link Collision}. */
  Uni<Void> save(Collection<KnownJob> changed) {
    List<JobRow> made = new ArrayList<>();
    for (KnownJob known : inOrder(changed)) {
      JobRow row = rows.get(known.job().id());
      if (row == null) {
        row = new JobRow();
        made.add(row);
      }
      row.take(known);
    }
    return made.isEmpty() ? Uni.createFrom().voidItem() : insert(made);
  }

  // So that two transactions with the same new jobs never wait for each other.
  private static List<KnownJob> inOrder(Collection<KnownJob> changed) {
    return changed.stream()
        .sorted(Comparator.comparingLong(known -> known.job().id().value()))
        .toList();
  }

  private static Uni<Void> insert(List<JobRow> made) {
    return Panache.getSession()
        .chain(
            session ->
                session.createNativeQuery(INSERT).setParameter("rows", json(made)).executeUpdate())
        .invoke(
            inserted -> {
              if (inserted < made.size()) {
                throw new Collision(new JobId(made.getFirst().id));
              }
            })
        .replaceWithVoid();
  }

  private static String json(List<JobRow> made) {
    try {
      return JSON.writeValueAsString(made.stream().map(LockedJobs::columns).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Jobs cannot be written", e);
    }
  }

  private static Map<String, @Nullable Object> columns(JobRow row) {
    Map<String, @Nullable Object> columns = new HashMap<>();
    columns.put("id", row.id);
    columns.put("project", row.project);
    columns.put("pipeline", row.pipeline);
    columns.put("name", row.name);
    columns.put("ref", row.ref);
    columns.put("git_tag", row.gitTag);
    columns.put("stage", row.stage.name());
    columns.put("at", row.at.toString());
    columns.put("seen_at", row.seenAt.toString());
    columns.put("tags", row.tags);
    columns.put("ref_protected", row.refProtected);
    columns.put("gitlab_runner", row.gitLabRunner);
    columns.put("outcome", row.outcome == null ? null : row.outcome.name());
    columns.put("failure_reason", row.failureReason);
    return columns;
  }
}
