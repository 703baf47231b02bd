package dev.runnerfleet.provisioner.pool;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Which zone each subnet lies in. Every method runs in its caller's transaction or session. */
@ApplicationScoped
public class Zones {

  /** The zones of those of the subnets that are known. */
  public Uni<Map<String, String>> of(Collection<String> subnets) {
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

  public Uni<Void> keep(Map<String, String> zones) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Map.Entry<String, String> zone : zones.entrySet()) {
      all = all.chain(() -> keep(zone.getKey(), zone.getValue()));
    }
    return all;
  }

  private static Uni<Void> keep(String subnet, String zone) {
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
