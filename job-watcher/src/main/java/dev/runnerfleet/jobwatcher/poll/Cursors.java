package dev.runnerfleet.jobwatcher.poll;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.topic.Json;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** When each project was last listed, whichever replica did it. */
@ApplicationScoped
public class Cursors {

  private static final JsonMapper JSON = Json.mapper();

  private static final String PUT =
      """
      insert into {h-schema}poll_cursor (project, listed_at)
      select cast(project as bigint), cast(cast(:at as text) as timestamptz)
      from json_array_elements_text(cast(cast(:projects as text) as json)) as project
      on conflict (project) do update set listed_at = excluded.listed_at
      """;

  /** All of them. */
  Uni<Map<ProjectId, Instant>> all() {
    return Panache.getSession()
        .chain(
            session ->
                session.createSelectionQuery("from CursorRow", CursorRow.class).getResultList())
        .map(
            rows -> {
              Map<ProjectId, Instant> found = new HashMap<>();
              rows.forEach(row -> found.put(new ProjectId(row.project), row.listedAt));
              return found;
            });
  }

  /** Takes down that a complete listing of the projects began then. */
  Uni<Void> put(Collection<ProjectId> projects, Instant began) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(PUT)
                    .setParameter("projects", json(projects))
                    .setParameter("at", began.toString())
                    .executeUpdate())
        .replaceWithVoid();
  }

  /** Forgets projects that were not listed since. */
  public Uni<Integer> forget(Instant before) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery("delete from CursorRow where listedAt < :before")
                    .setParameter("before", before)
                    .executeUpdate());
  }

  private static String json(Collection<ProjectId> projects) {
    try {
      return JSON.writeValueAsString(projects.stream().map(ProjectId::value).sorted().toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Numbers can be written", e);
    }
  }
}
