package dev.runnerfleet.provisioner.pool;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.runner.PoolPrepared;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Outgoing;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps pools, revision by revision. Every method runs in its caller's transaction or session. */
@ApplicationScoped
public class PoolStore {

  /** Makes the revision the pool's current one. */
  public Uni<Void> put(PoolSpec spec, Instant now) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .find(PoolRow.class, PoolRow.id(spec.name(), spec.revision()))
                    .chain(
                        known -> {
                          if (known == null) {
                            return session.persist(PoolRow.toRow(spec, now));
                          }
                          known.renew(spec);
                          return Uni.createFrom().voidItem();
                        })
                    .call(session::flush))
        .chain(() -> withdrawAbove(spec.name().value(), spec.revision()));
  }

  public Uni<Void> remove(String name) {
    return withdrawAbove(name, 0);
  }

  private static Uni<Void> withdrawAbove(String name, int revision) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        "update PoolRow set gone = true where name = :name and revision > :revision")
                    .setParameter("name", name)
                    .setParameter("revision", revision)
                    .executeUpdate())
        .replaceWithVoid();
  }

  /** The newest revision of each of the pools; a deleted pool's is told to be gone. */
  public Uni<Map<String, Pool>> newest(Collection<String> names) {
    if (names.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from PoolRow where name in (:names) order by gone desc, revision",
                        PoolRow.class)
                    .setParameter("names", names)
                    .getResultList())
        .map(
            rows -> {
              // The last one wins: any that is there before those that are gone.
              Map<String, Pool> pools = new HashMap<>();
              rows.forEach(row -> pools.put(row.name, row.toDomain()));
              return pools;
            });
  }

  public Uni<Optional<PoolSpec>> find(PoolName name, int revision) {
    return Panache.getSession()
        .chain(session -> session.find(PoolRow.class, PoolRow.id(name, revision)))
        .map(row -> Optional.ofNullable(row).map(PoolRow::spec));
  }

  /** The AMI that the revision's image stood for when last looked. */
  public Uni<Optional<String>> image(PoolName name, int revision) {
    return Panache.getSession()
        .chain(session -> session.find(PoolRow.class, PoolRow.id(name, revision)))
        .map(row -> Optional.ofNullable(row).flatMap(each -> Optional.ofNullable(each.image)));
  }

  private static Uni<List<PoolRow>> currentRows() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        """
                        from PoolRow p where p.gone = false and p.revision =
                          (select max(q.revision) from PoolRow q where q.name = p.name and q.gone = false)
                        """,
                        PoolRow.class)
                    .getResultList());
  }

  /**
   * The current pools that have no launch template yet and no problem that forbids one, and those
   * whose problem may be over.
   */
  public Uni<List<PoolSpec>> unprepared(Instant now) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        """
                        from PoolRow p
                        where p.gone = false
                          and (p.templateVersion is null and p.problem is null or p.lookAgainAt <= :now)
                          and p.revision =
                          (select max(q.revision) from PoolRow q where q.name = p.name and q.gone = false)
                        """,
                        PoolRow.class)
                    .setParameter("now", now)
                    .getResultList())
        .map(rows -> rows.stream().map(PoolRow::spec).toList());
  }

  /**
   * Keeps what a pool is launched with, unless the pool says something else by now, and tells of it
   * where anything is new.
   *
   * @return whether it was told of
   */
  public Uni<Boolean> prepared(PoolSpec spec, Prepared prepared, Outgoing out, Instant now) {
    return lock(spec)
        .map(
            row -> {
              if (row == null || row.gone || !row.spec().equals(spec)) {
                return false;
              }
              boolean told = row.told(prepared);
              row.take(prepared);
              if (!told && !row.boots().stops()) {
                out.send(
                    Topic.RUNNER_EVENTS,
                    new PoolPrepared(
                        spec.name(),
                        spec.revision(),
                        prepared.image(),
                        prepared.hourlyPrice(),
                        now));
              }
              return !told;
            });
  }

  private static Uni<PoolRow> lock(PoolSpec spec) {
    return Panache.getSession()
        .chain(
            session ->
                session.find(
                    PoolRow.class,
                    PoolRow.id(spec.name(), spec.revision()),
                    LockModeType.PESSIMISTIC_WRITE));
  }

  /** The pools that machines may be launched for, with all that is known of them. */
  public Uni<List<Pool>> currentPools() {
    return currentRows().map(rows -> rows.stream().map(PoolRow::toDomain).toList());
  }

  /** One pool's newest revision; nothing where there is no such pool. */
  Uni<Optional<PoolView>> view(String name) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from PoolRow where name = :name and gone = false order by revision desc",
                        PoolRow.class)
                    .setParameter("name", name)
                    .setMaxResults(1)
                    .getSingleResultOrNull())
        .map(row -> Optional.ofNullable(row).map(PoolView::of));
  }

  /** Has the template made anew. */
  public Uni<Void> forgetTemplate(PoolName name, int revision) {
    return Panache.getSession()
        .chain(session -> session.find(PoolRow.class, PoolRow.id(name, revision)))
        .invoke(
            row -> {
              if (row != null) {
                row.templateName = null;
                row.templateVersion = null;
              }
            })
        .replaceWithVoid();
  }
}
