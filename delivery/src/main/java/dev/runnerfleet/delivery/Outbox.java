package dev.runnerfleet.delivery;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Commits state together with the messages that tell of it, and publishes these after the commit:
 * at once when things are well, by {@link OutboxLoop} when they are not. A message may so be
 * published more than once, never less.
 */
@ApplicationScoped
public class Outbox {

  private static final Logger LOG = Logger.getLogger(Outbox.class);

  private final Publisher publisher;
  private final Clock clock;

  Outbox(Publisher publisher, Clock clock) {
    this.publisher = publisher;
    this.clock = clock;
  }

  /**
   * Runs the work in one transaction and completes with its result once that is committed; what the
   * work sends is published in the background.
   */
  public <R> Uni<R> commit(Function<Outgoing, Uni<R>> work) {
    return committed(work)
        .invoke(
            outcome ->
                publisher
                    .publish(outcome.rows())
                    .subscribe()
                    .with(done -> {}, failure -> warn(failure)))
        .map(Committed::result);
  }

  /**
   * Like {@link #commit}, but completes only when Kafka has acknowledged every message.
   *
   * @return fails with {@link NotPublishedException} when Kafka does not; the state is committed
   *     then
   */
  public <R> Uni<R> commitAndPublish(Function<Outgoing, Uni<R>> work) {
    return committed(work)
        .call(
            outcome ->
                publisher.publish(outcome.rows()).onFailure().transform(NotPublishedException::new))
        .map(Committed::result);
  }

  private <R> Uni<Committed<R>> committed(Function<Outgoing, Uni<R>> work) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Collected collected = new Collected(clock);
              return Panache.withTransaction(
                      () -> work.apply(collected).call(() -> save(collected.rows())))
                  .map(result -> new Committed<>(result, collected.rows()));
            });
  }

  private static Uni<Void> save(List<OutboxRow> rows) {
    return rows.isEmpty()
        ? Uni.createFrom().voidItem()
        : Panache.getSession().chain(session -> session.persistAll(rows.toArray()));
  }

  private static void warn(Throwable failure) {
    LOG.warnf("Messages not published yet, will be tried again reason=%s", failure.getMessage());
  }

  private record Committed<R>(R result, List<OutboxRow> rows) {
    Committed {
      rows = List.copyOf(rows);
    }
  }
}
