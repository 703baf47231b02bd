package dev.runnerfleet.jobwatcher.webhook;

import dev.runnerfleet.jobwatcher.memory.Tags;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;

/** Which webhooks were taken. */
@ApplicationScoped
public class DeliveryStore {

  private static final String INSERT =
      """
      insert into {h-schema}webhook_delivery (id, received_at)
      select key, cast(cast(:now as text) as timestamptz)
      from json_array_elements_text(cast(cast(:keys as text) as json)) as key
      order by key
      on conflict (id) do nothing
      returning id
      """;

  private final Clock clock;

  DeliveryStore(Clock clock) {
    this.clock = clock;
  }

  /** Takes note of the keys; those of them that came for the first time. */
  Uni<Set<String>> firsts(Set<String> keys) {
    return keys.isEmpty()
        ? Uni.createFrom().item(Set.of())
        : Panache.getSession()
            .chain(
                session ->
                    session
                        .createNativeQuery(INSERT, String.class)
                        .setParameter("keys", Tags.write(keys))
                        .setParameter("now", clock.instant().toString())
                        .getResultList())
            .map(Set::copyOf);
  }

  /** Forgets webhooks taken before an instant. */
  public Uni<Integer> forget(Instant before) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery("delete from DeliveryRow where receivedAt < :before")
                    .setParameter("before", before)
                    .executeUpdate());
  }
}
