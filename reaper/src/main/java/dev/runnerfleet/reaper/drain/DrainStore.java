package dev.runnerfleet.reaper.drain;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.reaper.core.drain.Drain;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.LockMode;

/**
 * Keeps drains. All of it runs in the caller's session or transaction; whoever locks both a record
 * and its drain locks the record first.
 */
@ApplicationScoped
public class DrainStore {

  private static final int SHOWN = 1000;

  /**
   * Takes due drains in hand, so that no other round, here or in another replica, takes them too
   * until the lease is over.
   */
  Uni<List<Drain>> lease(UUID lease, Instant now, Instant until, int atMost) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from DrainRow where dueAt <= :now order by dueAt", DrainRow.class)
                    .setParameter("now", now)
                    .setMaxResults(atMost)
                    .setLockMode(LockMode.UPGRADE_SKIPLOCKED)
                    .getResultList())
        .map(rows -> rows.stream().map(row -> leased(row, lease, until)).toList());
  }

  private static Drain leased(DrainRow row, UUID lease, Instant until) {
    row.lease = lease;
    row.dueAt = until;
    return row.toDomain();
  }

  /** Those of them that are still in this lease's hand, locked: nothing has changed them since. */
  Uni<List<Drain>> held(UUID lease, Collection<RunnerId> runners) {
    List<String> ids = runners.stream().map(RunnerId::toString).toList();
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from DrainRow where lease = :lease and runner in (:ids) order by runner",
                        DrainRow.class)
                    .setParameter("lease", lease)
                    .setParameter("ids", ids)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getResultList())
        .map(rows -> rows.stream().map(DrainRow::toDomain).toList());
  }

  /** The drains there are of these runners, locked until the transaction ends. */
  public Uni<Map<RunnerId, Drain>> lock(Collection<RunnerId> runners) {
    List<String> ids = runners.stream().map(RunnerId::toString).distinct().toList();
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from DrainRow where runner in (:ids) order by runner", DrainRow.class)
                    .setParameter("ids", ids)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getResultList())
        .map(
            rows ->
                rows.stream()
                    .map(DrainRow::toDomain)
                    .collect(Collectors.toMap(d -> d.retirement().runner(), Function.identity())));
  }

  /** Drains that have not ended. */
  public Uni<List<Drain>> unended() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery("from DrainRow where dueAt is not null", DrainRow.class)
                    .getResultList())
        .map(rows -> rows.stream().map(DrainRow::toDomain).toList());
  }

  public Uni<Void> save(Drain drain, Instant now, Instant due) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .find(DrainRow.class, drain.retirement().runner().toString())
                    .chain(
                        row -> {
                          if (row != null) {
                            row.set(drain, now, due);
                            return Uni.createFrom().voidItem();
                          }
                          DrainRow added = new DrainRow();
                          added.set(drain, now, due);
                          return session.persist(added);
                        }));
  }

  public Uni<Void> delete(RunnerId runner) {
    return Panache.getSession()
        .chain(session -> session.find(DrainRow.class, runner.toString()))
        .chain(
            row ->
                row == null
                    ? Uni.createFrom().voidItem()
                    : Panache.getSession().chain(session -> session.remove(row)));
  }

  /** The latest drains, newest order first. */
  Uni<List<DrainView>> latest() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from DrainRow order by orderedAt desc, runner", DrainRow.class)
                    .setMaxResults(SHOWN)
                    .getResultList())
        .map(rows -> rows.stream().map(DrainView::of).toList());
  }

  Uni<Map<String, Long>> unendedByState() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "select state, count(*) from DrainRow where dueAt is not null group by"
                            + " state",
                        Object[].class)
                    .getResultList())
        .map(
            rows ->
                rows.stream()
                    .collect(Collectors.toMap(row -> (String) row[0], row -> (Long) row[1])));
  }
}
