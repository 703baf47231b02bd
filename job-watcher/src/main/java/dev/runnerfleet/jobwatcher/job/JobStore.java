package dev.runnerfleet.jobwatcher.job;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.core.KnownJob;
import dev.runnerfleet.jobwatcher.core.Stage;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The jobs as last seen. */
@ApplicationScoped
public class JobStore {

  private static final int FEW = 100;

  /** PostgreSQL takes 65,535 parameters at most. */
  private static final int IDS_AT_ONCE = 10_000;

  private static final List<Stage> ACTIVE = List.of(Stage.PENDING, Stage.RUNNING);

  /** Those of the jobs that are known. */
  public Uni<Map<JobId, KnownJob>> known(Collection<JobId> ids) {
    List<JobId> all = List.copyOf(ids);
    Map<JobId, KnownJob> known = new HashMap<>();
    Uni<Map<JobId, KnownJob>> found = Uni.createFrom().item(known);
    for (int from = 0; from < all.size(); from += IDS_AT_ONCE) {
      List<JobId> some = all.subList(from, Math.min(from + IDS_AT_ONCE, all.size()));
      found =
          found.call(
              () ->
                  rows(some, LockModeType.NONE)
                      .invoke(
                          rows ->
                              rows.stream()
                                  .map(JobRow::toDomain)
                                  .forEach(each -> known.put(each.job().id(), each))));
    }
    return found;
  }

  /** Those of the jobs that are known, locked in the order of their ids. */
  Uni<LockedJobs> lock(Collection<JobId> ids) {
    return rows(ids, LockModeType.PESSIMISTIC_WRITE).map(LockedJobs::new);
  }

  /** The projects' jobs that are believed queued or running. */
  public Uni<List<KnownJob>> active(Set<ProjectId> projects) {
    // Many projects are all there are, or nearly.
    boolean few = projects.size() <= FEW;
    return Panache.getSession()
        .chain(
            session -> {
              var query =
                  session
                      .createSelectionQuery(
                          "from JobRow where stage in (:active)"
                              + (few ? " and project in (:projects)" : ""),
                          JobRow.class)
                      .setParameter("active", ACTIVE);
              if (few) {
                query.setParameter("projects", projects.stream().map(ProjectId::value).toList());
              }
              return query.getResultList();
            })
        .map(
            rows ->
                rows.stream()
                    .map(JobRow::toDomain)
                    .filter(known -> projects.contains(known.job().project()))
                    .toList());
  }

  /** The jobs that are believed running on these runners. */
  public Uni<List<KnownJob>> runningOn(Set<GitLabRunnerId> runners) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from JobRow where stage = :running and gitLabRunner in (:runners)",
                        JobRow.class)
                    .setParameter("running", Stage.RUNNING)
                    .setParameter("runners", runners.stream().map(GitLabRunnerId::value).toList())
                    .getResultList())
        .map(rows -> rows.stream().map(JobRow::toDomain).toList());
  }

  /** The projects with jobs that are believed queued or running. */
  public Uni<Set<ProjectId>> activeProjects() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "select distinct project from JobRow where stage in (:active)", Long.class)
                    .setParameter("active", ACTIVE)
                    .getResultList())
        .map(ids -> ids.stream().map(ProjectId::new).collect(Collectors.toSet()));
  }

  /** The projects of which something was heard since an instant, with when it last was. */
  public Uni<Map<ProjectId, Instant>> heardOf(Instant since) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "select project, max(seenAt) from JobRow where seenAt >= :since"
                            + " group by project",
                        Object[].class)
                    .setParameter("since", since)
                    .getResultList())
        .map(
            rows ->
                rows.stream()
                    .collect(
                        Collectors.toMap(
                            row -> new ProjectId((Long) row[0]), row -> (Instant) row[1])));
  }

  /** Some of the jobs, the youngest first. */
  Uni<List<KnownJob>> page(Page page) {
    StringBuilder where = new StringBuilder("where id < :before");
    if (page.stage() != null) {
      where.append(" and stage = :stage");
    }
    if (page.project() != null) {
      where.append(" and project = :project");
    }
    return Panache.getSession()
        .chain(
            session -> {
              var query =
                  session
                      .createSelectionQuery(
                          "from JobRow " + where + " order by id desc", JobRow.class)
                      .setParameter("before", page.before())
                      .setMaxResults(page.limit());
              if (page.stage() != null) {
                query.setParameter("stage", page.stage());
              }
              if (page.project() != null) {
                query.setParameter("project", page.project().value());
              }
              return query.getResultList();
            })
        .map(rows -> rows.stream().map(JobRow::toDomain).toList());
  }

  /** Forgets jobs that are over, or never began, and of which nothing was heard since. */
  public Uni<Integer> forget(Instant before) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        "delete from JobRow where seenAt < :before and stage not in (:active)")
                    .setParameter("before", before)
                    .setParameter("active", ACTIVE)
                    .executeUpdate());
  }

  private static Uni<List<JobRow>> rows(Collection<JobId> ids, LockModeType lock) {
    if (ids.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from JobRow where id in (:ids) order by id", JobRow.class)
                    .setParameter("ids", ids.stream().map(JobId::value).toList())
                    .setLockMode(lock)
                    .getResultList());
  }

  /** Which jobs are asked for. */
  record Page(@Nullable Stage stage, @Nullable ProjectId project, long before, int limit) {}
}
