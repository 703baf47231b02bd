package dev.runnerfleet.reaper.runner;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.reaper.core.RunnerRecord;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Keeps the records of machines. All of it runs in the caller's session or transaction; whoever
 * locks both a record and its drain locks the record first.
 */
@ApplicationScoped
public class RunnerStore {

  /** The records there are among these, locked until the transaction ends. */
  public Uni<Map<RunnerId, RunnerRecord>> lock(Collection<RunnerId> runners) {
    List<String> ids = runners.stream().map(RunnerId::toString).distinct().toList();
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from RunnerRow where runner in (:ids) order by runner", RunnerRow.class)
                    .setParameter("ids", ids)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getResultList())
        .map(RunnerStore::byId);
  }

  public Uni<Map<RunnerId, RunnerRecord>> read(Collection<RunnerId> runners) {
    List<String> ids = runners.stream().map(RunnerId::toString).distinct().toList();
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery("from RunnerRow where runner in (:ids)", RunnerRow.class)
                    .setParameter("ids", ids)
                    .getResultList())
        .map(RunnerStore::byId);
  }

  /** Of these instances the machines that are not known to have ended. */
  public Uni<List<RunnerRecord>> ofInstances(Collection<InstanceId> instances) {
    List<String> ids = instances.stream().map(InstanceId::toString).distinct().toList();
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from RunnerRow where instance in (:ids) and closedAt is null",
                        RunnerRow.class)
                    .setParameter("ids", ids)
                    .getResultList())
        .map(rows -> rows.stream().map(RunnerRow::toDomain).toList());
  }

  /** The records of machines that are not known to have ended. */
  public Uni<List<RunnerRecord>> open() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery("from RunnerRow where closedAt is null", RunnerRow.class)
                    .getResultList())
        .map(rows -> rows.stream().map(RunnerRow::toDomain).toList());
  }

  /** Those launched before the time that have not registered, nor are retired for it. */
  public Uni<List<RunnerRecord>> unregisteredSince(Instant launchedBefore) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        """
                        from RunnerRow r
                        where r.closedAt is null and r.gitlabRunner is null
                          and r.launchedAt < :before
                          and not exists (
                            select 1 from DrainRow d
                            where d.runner = r.runner and d.unregisteredToo)
                        """,
                        RunnerRow.class)
                    .setParameter("before", launchedBefore)
                    .setMaxResults(100)
                    .getResultList())
        .map(rows -> rows.stream().map(RunnerRow::toDomain).toList());
  }

  public Uni<Void> save(RunnerRecord known) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .find(RunnerRow.class, known.runner().toString())
                    .chain(
                        row -> {
                          if (row != null) {
                            row.set(known);
                            return Uni.createFrom().voidItem();
                          }
                          RunnerRow added = new RunnerRow();
                          added.set(known);
                          return session.persist(added);
                        }));
  }

  private static Map<RunnerId, RunnerRecord> byId(List<RunnerRow> rows) {
    return rows.stream()
        .map(RunnerRow::toDomain)
        .collect(Collectors.toMap(RunnerRecord::runner, Function.identity()));
  }
}
