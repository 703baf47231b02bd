package dev.runnerfleet.provisioner.pool;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.PoolSpec;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /** The pools that machines may be launched for, as of now. */
  public Uni<List<PoolSpec>> current() {
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
                    .getResultList())
        .map(rows -> rows.stream().map(PoolRow::spec).toList());
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

  /** Keeps what became of making the template, unless the pool says something else by now. */
  Uni<Void> prepared(PoolSpec spec, Pool.@Nullable Template template, @Nullable String problem) {
    return Panache.getSession()
        .chain(session -> session.find(PoolRow.class, PoolRow.id(spec.name(), spec.revision())))
        .invoke(
            row -> {
              if (row != null && row.spec().equals(spec)) {
                row.templateName = template == null ? null : template.name();
                row.templateVersion = template == null ? null : template.version();
                row.problem = problem;
              }
            })
        .replaceWithVoid();
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
