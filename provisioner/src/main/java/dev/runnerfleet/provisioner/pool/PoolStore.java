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
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps pools, revision by revision. Every method runs in its caller's transaction or session. */
@ApplicationScoped
public class PoolStore {

  /** Makes the revision the pool's current one. */
  Uni<Void> put(PoolSpec spec, Instant now) {
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

  Uni<Void> remove(String name) {
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

  /** The pools that machines may be launched for, as of now. */
  public Uni<List<PoolSpec>> current() {
    return currentRows().map(rows -> rows.stream().map(PoolRow::spec).toList());
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

  /** The current pools that have no launch template yet and no problem that forbids one. */
  Uni<List<PoolSpec>> withoutTemplate() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        """
                        from PoolRow p
                        where p.gone = false and p.templateVersion is null and p.problem is null
                          and p.revision =
                          (select max(q.revision) from PoolRow q where q.name = p.name and q.gone = false)
                        """,
                        PoolRow.class)
                    .getResultList())
        .map(rows -> rows.stream().map(PoolRow::spec).toList());
  }

  /**
   * Keeps what a pool is launched with, unless the pool says something else by now, and tells of it
   * where anything is new.
   *
   * @return whether it was told of
   */
  Uni<Boolean> prepared(PoolSpec spec, Prepared prepared, Outgoing out, Instant now) {
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
  Uni<List<Pool>> currentPools() {
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

  /**
   * The launch templates of pools that are gone, with the region of each, where no machine or call
   * was made from them that is not over.
   */
  Uni<Map<String, String>> abandonedTemplates() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        """
                        from PoolRow p where p.templateName is not null
                          and not exists (select 1 from PoolRow q where q.name = p.name and q.gone = false)
                          and not exists (select 1 from RunnerRow r
                            where r.pool = p.name and r.launch is not null and r.closedAt is null)
                        """,
                        PoolRow.class)
                    .getResultList())
        .map(
            rows -> {
              Map<String, String> regions = new HashMap<>();
              rows.forEach(row -> regions.put(String.valueOf(row.templateName), row.region));
              return regions;
            });
  }

  /** The template is no more. */
  Uni<Void> templateDeleted(String name) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        """
                        update PoolRow set templateName = null, templateVersion = null
                        where templateName = :name and gone = true
                        """)
                    .setParameter("name", name)
                    .executeUpdate())
        .replaceWithVoid();
  }

  /** The template's versions that a call which is not over, or a machine that lives, goes by. */
  Uni<Set<Long>> versionsInUse(String template) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        """
                        select distinct l.templateVersion from LaunchRow l, RunnerRow r
                        where l.templateName = :name and r.launch = l.id and r.closedAt is null
                        """,
                        String.class)
                    .setParameter("name", template)
                    .getResultList())
        .map(found -> found.stream().map(Long::valueOf).collect(Collectors.toSet()));
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

  /** The zones of those of the subnets that are known. */
  public Uni<Map<String, String>> zones(Collection<String> subnets) {
    if (subnets.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery("from SubnetRow where id in (:ids)", SubnetRow.class)
                    .setParameter("ids", subnets)
                    .getResultList())
        .map(
            rows -> {
              Map<String, String> zones = new HashMap<>();
              rows.forEach(row -> zones.put(row.id, row.zone));
              return zones;
            });
  }

  Uni<Void> keepZones(Map<String, String> zones) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Map.Entry<String, String> zone : zones.entrySet()) {
      all = all.chain(() -> keepZone(zone.getKey(), zone.getValue()));
    }
    return all;
  }

  private static Uni<Void> keepZone(String subnet, String zone) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        """
                        insert into SubnetRow (id, zone) values (:id, :zone)
                        on conflict (id) do update set zone = excluded.zone
                        """)
                    .setParameter("id", subnet)
                    .setParameter("zone", zone)
                    .executeUpdate())
        .replaceWithVoid();
  }
}
