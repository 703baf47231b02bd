package dev.runnerfleet.jobwatcher.memory;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.jobwatcher.core.Job;
import dev.runnerfleet.jobwatcher.core.Ref;
import dev.runnerfleet.jobwatcher.core.Requirements;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What jobs of a name needed last, and which refs were protected last. */
@ApplicationScoped
public class RequirementsMemory {

  /** Both memories in one round trip: a queued job waits for it. */
  private static final String RECALL =
      """
      select id, tags, cast(null as Boolean) from TagsRow where id in (:tagsIds)
      union all
      select id, cast(null as String), isProtected from RefRow where id in (:refIds)
      """;

  private final Clock clock;

  RequirementsMemory(Clock clock) {
    this.clock = clock;
  }

  /** What those of the jobs need of which both tags and ref are remembered. */
  public Uni<Map<JobId, Requirements>> recall(Collection<Job> jobs) {
    if (jobs.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    Set<String> tagsIds =
        jobs.stream().map(job -> TagsRow.id(job.project(), job.name())).collect(Collectors.toSet());
    Set<String> refIds =
        jobs.stream().map(job -> RefRow.id(job.project(), job.ref())).collect(Collectors.toSet());
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(RECALL, Object[].class)
                    .setParameter("tagsIds", tagsIds)
                    .setParameter("refIds", refIds)
                    .getResultList())
        .map(rows -> requirements(jobs, rows));
  }

  /** The refs of the project that were asked about, with whether they were protected and when. */
  public Uni<Map<Ref, Protection>> protections(ProjectId project, Set<Ref> refs) {
    Map<String, Ref> byId =
        refs.stream().collect(Collectors.toMap(ref -> RefRow.id(project, ref), ref -> ref));
    return byId.isEmpty()
        ? Uni.createFrom().item(Map.of())
        : Panache.getSession()
            .chain(
                session ->
                    session
                        .createSelectionQuery("from RefRow where id in (:ids)", RefRow.class)
                        .setParameter("ids", byId.keySet())
                        .getResultList())
            .map(rows -> protections(rows, byId));
  }

  /** Those of the jobs' names whose tags are remembered otherwise than given, or not at all. */
  public Uni<Map<String, Set<String>>> differing(
      ProjectId project, Map<String, Set<String>> tagsByJob) {
    Map<String, String> nameById =
        tagsByJob.keySet().stream()
            .collect(Collectors.toMap(name -> TagsRow.id(project, name), name -> name));
    return nameById.isEmpty()
        ? Uni.createFrom().item(Map.of())
        : Panache.getSession()
            .chain(
                session ->
                    session
                        .createSelectionQuery("from TagsRow where id in (:ids)", TagsRow.class)
                        .setParameter("ids", nameById.keySet())
                        .getResultList())
            .map(rows -> without(tagsByJob, rows, nameById));
  }

  /** Remembers tags, in a fixed order of names so that two replicas never wait for each other. */
  public Uni<Void> learnTags(ProjectId project, Map<String, Set<String>> tagsByJob) {
    return InTurn.each(
        new TreeMap<>(tagsByJob).entrySet(),
        each -> learnTags(TagsRow.id(project, each.getKey()), each.getValue()));
  }

  /** Remembers whether a ref is protected. */
  public Uni<Void> learnProtection(ProjectId project, Ref ref, boolean isProtected) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        """
                        insert into RefRow (id, isProtected, learntAt)
                        values (:id, :isProtected, :now)
                        on conflict (id) do update
                        set isProtected = excluded.isProtected, learntAt = excluded.learntAt
                        """)
                    .setParameter("id", RefRow.id(project, ref))
                    .setParameter("isProtected", isProtected)
                    .setParameter("now", clock.instant())
                    .executeUpdate())
        .replaceWithVoid();
  }

  /** Forgets what was learnt before an instant; a job that still comes is asked about again. */
  public Uni<Integer> forget(Instant before) {
    return delete("delete from TagsRow where learntAt < :before", before)
        .chain(() -> delete("delete from RefRow where learntAt < :before", before));
  }

  private Uni<Void> learnTags(String id, Set<String> tags) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        """
                        insert into TagsRow (id, tags, learntAt) values (:id, :tags, :now)
                        on conflict (id) do update
                        set tags = excluded.tags, learntAt = excluded.learntAt
                        """)
                    .setParameter("id", id)
                    .setParameter("tags", Tags.write(tags))
                    .setParameter("now", clock.instant())
                    .executeUpdate())
        .replaceWithVoid();
  }

  private static Uni<Integer> delete(String statement, Instant before) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(statement)
                    .setParameter("before", before)
                    .executeUpdate());
  }

  private static Map<JobId, Requirements> requirements(Collection<Job> jobs, List<Object[]> rows) {
    Map<String, Set<String>> tagsById = new HashMap<>();
    Map<String, Boolean> protectedById = new HashMap<>();
    for (Object[] row : rows) {
      if (row[1] instanceof String tags) {
        tagsById.put((String) row[0], Tags.read(tags));
      } else {
        protectedById.put((String) row[0], (Boolean) row[2]);
      }
    }
    Map<JobId, Requirements> found = new HashMap<>();
    for (Job job : jobs) {
      Set<String> needed = tagsById.get(TagsRow.id(job.project(), job.name()));
      Boolean isProtected = protectedById.get(RefRow.id(job.project(), job.ref()));
      if (needed != null && isProtected != null) {
        found.put(job.id(), new Requirements(needed, isProtected));
      }
    }
    return found;
  }

  private static Map<Ref, Protection> protections(Collection<RefRow> rows, Map<String, Ref> byId) {
    Map<Ref, Protection> found = new HashMap<>();
    rows.forEach(
        row ->
            found.put(
                Objects.requireNonNull(byId.get(row.id)),
                new Protection(row.isProtected, row.learntAt)));
    return found;
  }

  private static Map<String, Set<String>> without(
      Map<String, Set<String>> tagsByJob, List<TagsRow> rows, Map<String, String> nameById) {
    Map<String, Set<String>> differing = new HashMap<>(tagsByJob);
    for (TagsRow row : rows) {
      String name = Objects.requireNonNull(nameById.get(row.id));
      differing.computeIfPresent(
          name, (same, tags) -> Tags.write(tags).equals(row.tags) ? null : tags);
    }
    return differing;
  }

  /** Whether a ref was protected, and when GitLab said so. */
  public record Protection(boolean isProtected, Instant learntAt) {}
}
