package dev.runnerfleet.jobwatcher.job;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.jobwatcher.core.KnownJob;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Jobs that nobody else can change until the transaction ends. */
final class LockedJobs {

  /** Not persisted by the session: a job that another transaction has just made is no error. */
  private static final String INSERT =
      """
      insert into JobRow (id, project, pipeline, name, ref, gitTag, stage, at, seenAt, tags,
                          refProtected, gitLabRunner, outcome, failureReason)
      values (:id, :project, :pipeline, :name, :ref, :gitTag, :stage, :at, :seenAt, :tags,
              :refProtected, :gitLabRunner, :outcome, :failureReason)
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
    Uni<Void> all = Uni.createFrom().voidItem();
    for (KnownJob known : inOrder(changed)) {
      JobRow row = rows.get(known.job().id());
      if (row == null) {
        all = all.chain(() -> insert(known));
      } else {
        row.take(known);
      }
    }
    return all;
  }

  // So that two transactions with the same new jobs never wait for each other.
  private static List<KnownJob> inOrder(Collection<KnownJob> changed) {
    return changed.stream()
        .sorted(Comparator.comparingLong(known -> known.job().id().value()))
        .toList();
  }

  private static Uni<Void> insert(KnownJob known) {
    JobRow row = new JobRow();
    row.take(known);
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(INSERT)
                    .setParameter("id", row.id)
                    .setParameter("project", row.project)
                    .setParameter("pipeline", row.pipeline)
                    .setParameter("name", row.name)
                    .setParameter("ref", row.ref)
                    .setParameter("gitTag", row.gitTag)
                    .setParameter("stage", row.stage)
                    .setParameter("at", row.at)
                    .setParameter("seenAt", row.seenAt)
                    .setParameter("tags", row.tags)
                    .setParameter("refProtected", row.refProtected)
                    .setParameter("gitLabRunner", row.gitLabRunner)
                    .setParameter("outcome", row.outcome)
                    .setParameter("failureReason", row.failureReason)
                    .executeUpdate())
        .invoke(
            inserted -> {
              if (inserted == 0) {
                throw new Collision(known.job().id());
              }
            })
        .replaceWithVoid();
  }
}
