package dev.runnerfleet.scaler.pools;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.scaler.core.pool.CapacityOverride;
import dev.runnerfleet.scaler.core.pool.LaunchHealth;
import dev.runnerfleet.scaler.core.pool.Pool;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The pools. Whoever changes one or decides about it holds its lock to the end of the transaction.
 */
@ApplicationScoped
public class PoolStore {

  /** Every pool, by name, without a lock. */
  public Uni<List<KeptPool>> all() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery("from PoolRow order by name", PoolRow.class)
                    .getResultList()
                    .map(rows -> read(session, rows)));
  }

  /** The pools of these names that exist, locked in the order of their names. */
  public Uni<List<KeptPool>> lock(Collection<PoolName> names) {
    if (names.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    List<String> wanted = names.stream().map(PoolName::value).sorted().toList();
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from PoolRow where name in (:names) order by name", PoolRow.class)
                    .setParameter("names", wanted)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getResultList())
        .map(rows -> rows.stream().map(PoolStore::kept).toList());
  }

  /** Notes how the launches of a locked pool fare, and what the provisioner would launch. */
  public Uni<Void> note(Pool pool) {
    return row(pool.name())
        .invoke(
            row -> {
              row.take(pool.launches());
              if (pool.preparation() != null) {
                row.take(pool.preparation());
              }
            })
        .replaceWithVoid();
  }

  /** Sets an operator's word on the pool's size, or takes it back; false where there is no pool. */
  public Uni<Boolean> override(PoolName name, @Nullable CapacityOverride override) {
    return locked(name)
        .map(
            row -> {
              if (row != null) {
                row.take(override);
              }
              return row != null;
            });
  }

  /** Notes what holds a locked pool. */
  public Uni<Void> note(PoolName name, Held held) {
    return row(name).invoke(row -> row.held = held.format()).replaceWithVoid();
  }

  /** Removes a locked pool for good and says so. */
  public Uni<Void> remove(PoolName name, Outgoing out) {
    out.sendTombstone(Topic.POOLS, name.value());
    return Panache.getSession()
        .chain(session -> row(name).chain(session::remove))
        .replaceWithVoid();
  }

  /** Makes the pool where it is missing; replaces and reopens it where it differs. Publishes it. */
  public Uni<PoolSpec> put(PoolSpec wanted, @Nullable String fileSpec, Outgoing out) {
    return locked(wanted.name())
        .chain(
            row -> {
              if (row == null) {
                return insert(wanted, fileSpec, out);
              }
              if (fileSpec != null) {
                row.fileSpec = fileSpec;
              }
              PoolSpec current = row.toDomain().spec();
              PoolSpec next = wanted.withRevision(current.revision());
              if (!next.equals(current)) {
                next = next.withRevision(current.revision() + 1);
                row.take(next);
                out.send(Topic.POOLS, next);
              }
              row.closed = false;
              return Uni.createFrom().item(next);
            });
  }

  /** Pauses or resumes the pool; false where there is none. */
  public Uni<Boolean> pause(PoolName name, boolean paused) {
    return locked(name)
        .map(
            row -> {
              if (row != null) {
                row.paused = paused;
              }
              return row != null;
            });
  }

  /** Closes the pool: it is decided on until its machines are gone, then removed. */
  public Uni<Boolean> close(PoolName name) {
    return locked(name)
        .map(
            row -> {
              if (row != null) {
                row.closed = true;
                row.fileSpec = null;
              }
              return row != null;
            });
  }

  /** What the file said of each pool when it was last taken over; no others. */
  Uni<Map<String, String>> fromFile() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "select name, fileSpec from PoolRow where fileSpec is not null",
                        Object[].class)
                    .getResultList())
        .map(
            rows ->
                rows.stream()
                    .collect(Collectors.toMap(row -> (String) row[0], row -> (String) row[1])));
  }

  private Uni<PoolSpec> insert(PoolSpec pool, @Nullable String fileSpec, Outgoing out) {
    PoolRow row = new PoolRow();
    row.name = pool.name().value();
    row.fileSpec = fileSpec;
    row.take(pool);
    row.take(LaunchHealth.GOOD);
    out.send(Topic.POOLS, pool);
    return Panache.getSession().chain(session -> session.persist(row)).replaceWith(pool);
  }

  private Uni<@Nullable PoolRow> locked(PoolName name) {
    return Panache.getSession()
        .chain(
            session -> session.find(PoolRow.class, name.value(), LockModeType.PESSIMISTIC_WRITE));
  }

  private static Uni<PoolRow> row(PoolName name) {
    return Panache.getSession().chain(session -> session.find(PoolRow.class, name.value()));
  }

  // Let go of, so that a later look at the same pool under its lock reads it anew.
  private static List<KeptPool> read(Mutiny.Session session, List<PoolRow> rows) {
    List<KeptPool> pools = rows.stream().map(PoolStore::kept).toList();
    rows.forEach(session::detach);
    return pools;
  }

  private static KeptPool kept(PoolRow row) {
    Pool pool = row.toDomain();
    return new KeptPool(pool, Held.parse(row.held));
  }
}
