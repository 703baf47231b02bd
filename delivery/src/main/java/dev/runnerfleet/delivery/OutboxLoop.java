package dev.runnerfleet.delivery;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Strikes out what was published, and publishes what was committed but never acknowledged: after a
 * crash between the commit and the send, or while Kafka was away.
 */
@ApplicationScoped
class OutboxLoop {

  /** Long enough that a send under way elsewhere has ended, short enough that nobody waits long. */
  static final Duration LATE = Duration.ofSeconds(5);

  private static final int AT_ONCE = 500;
  private static final Logger LOG = Logger.getLogger(OutboxLoop.class);

  private final Publisher publisher;
  private final Clock clock;

  OutboxLoop(Publisher publisher, Clock clock) {
    this.publisher = publisher;
    this.clock = clock;
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> sweep() {
    return strikeOut()
        .chain(this::late)
        .chain(publisher::publish)
        .onFailure()
        .invoke(failure -> LOG.warnf("Outbox not swept reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> strikeOut() {
    Set<UUID> ids = publisher.acknowledged();
    if (ids.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return Panache.withTransaction(
            () ->
                Panache.getSession()
                    .chain(
                        session ->
                            session
                                .createMutationQuery("delete from OutboxRow where id in (:ids)")
                                .setParameter("ids", ids)
                                .executeUpdate()))
        .invoke(() -> publisher.struckOut(ids))
        .replaceWithVoid();
  }

  private Uni<List<OutboxRow>> late() {
    return Panache.withSession(
        () ->
            Panache.getSession()
                .chain(
                    session ->
                        session
                            .createSelectionQuery(
                                "from OutboxRow where createdAt < :before order by createdAt",
                                OutboxRow.class)
                            .setParameter("before", clock.instant().minus(LATE))
                            .setMaxResults(AT_ONCE)
                            .getResultList()));
  }
}
