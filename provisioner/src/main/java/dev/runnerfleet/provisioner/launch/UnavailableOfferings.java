package dev.runnerfleet.provisioner.launch;

import dev.runnerfleet.provisioner.core.offering.Closure;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Keeps what AWS had none of, for all replicas. Methods run in their caller's transaction. */
@ApplicationScoped
class UnavailableOfferings {

  Uni<List<Closure>> asOf(Instant now) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from UnavailableOfferingRow where until > :now order by id",
                        UnavailableOfferingRow.class)
                    .setParameter("now", now)
                    .getResultList())
        .map(rows -> rows.stream().map(UnavailableOfferingRow::toDomain).toList());
  }

  Uni<Void> add(List<Closure> closures) {
    Uni<Void> all = Uni.createFrom().voidItem();
    // In one order everywhere, so that two replicas never wait for each other's rows.
    for (Closure closure :
        closures.stream()
            .sorted(java.util.Comparator.comparing(UnavailableOfferingRow::id))
            .toList()) {
      all = all.chain(() -> add(closure));
    }
    return all;
  }

  private static Uni<Void> add(Closure closure) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        """
                        insert into UnavailableOfferingRow
                          (id, instanceType, location, market, code, until)
                        values (:id, :type, :location, :market, :code, :until)
                        on conflict (id) do update set code = excluded.code, until = excluded.until
                        """)
                    .setParameter("id", UnavailableOfferingRow.id(closure))
                    .setParameter("type", closure.instanceType())
                    .setParameter("location", closure.where())
                    .setParameter("market", closure.market())
                    .setParameter("code", closure.code())
                    .setParameter("until", closure.until())
                    .executeUpdate())
        .replaceWithVoid();
  }

  Uni<Integer> clear() {
    return Panache.getSession()
        .chain(
            session ->
                session.createMutationQuery("delete from UnavailableOfferingRow").executeUpdate());
  }

  Uni<Integer> clearPast(Instant now) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery("delete from UnavailableOfferingRow where until <= :now")
                    .setParameter("now", now)
                    .executeUpdate());
  }
}
