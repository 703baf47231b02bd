package dev.runnerfleet.jobwatcher.webhook;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Which webhooks were taken. */
@ApplicationScoped
public class DeliveryStore {

  private final Clock clock;

  DeliveryStore(Clock clock) {
    this.clock = clock;
  }

  /**
   * Takes the key note of; whether it came for the first time, as one without a key always does.
   */
  Uni<Boolean> isFirst(Optional<String> key) {
    return key.isEmpty()
        ? Uni.createFrom().item(true)
        : Panache.getSession()
            .chain(
                session ->
                    session
                        .createMutationQuery(
                            """
                            insert into DeliveryRow (id, receivedAt) values (:id, :now)
                            on conflict (id) do nothing
                            """)
                        .setParameter("id", key.get())
                        .setParameter("now", clock.instant())
                        .executeUpdate())
            .map(inserted -> inserted == 1);
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
