package dev.runnerfleet.delivery;

import dev.runnerfleet.delivery.Collected.Earlier;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
  private final KafkaWatch kafka;
  private final Clock clock;

  Outbox(Publisher publisher, KafkaWatch kafka, Clock clock) {
    this.publisher = publisher;
    this.kafka = kafka;
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
   * @return fails with {@link NotPublishedException} when Kafka does not in time; the state is
   *     committed then
   */
  public <R> Uni<R> commitAndPublish(Function<Outgoing, Uni<R>> work) {
    return commitThenPublish(work).call(Publishing::done).map(Publishing::result);
  }

  /**
   * Like {@link #commit}, and lets whoever wants to wait for Kafka's word.
   *
   * @return completes once the state is committed
   */
  public <R> Uni<Publishing<R>> commitThenPublish(Function<Outgoing, Uni<R>> work) {
    return committed(work)
        .map(outcome -> new Publishing<>(outcome.result(), acknowledgement(outcome.rows())));
  }

  /**
   * Refuses work while Kafka is known to be away, so that whoever must not answer before Kafka does
   * need not be kept waiting. One piece of work a second is let through to find out.
   */
  public boolean isAway() {
    return kafka.isAway();
  }

  private CompletableFuture<Void> acknowledgement(List<OutboxRow> rows) {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    publisher
        .publish(rows)
        .subscribe()
        .with(
            done -> acknowledged.complete(null),
            failure -> acknowledged.completeExceptionally(new NotPublishedException(failure)));
    if (!acknowledged.isDone()) {
      VertxContext.pause(KafkaWatch.PATIENCE)
          .subscribe()
          .with(
              waited -> {
                if (acknowledged.completeExceptionally(new NotPublishedException(null))) {
                  kafka.silent();
                }
              });
    }
    return acknowledged;
  }

  private <R> Uni<Committed<R>> committed(Function<Outgoing, Uni<R>> work) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Collected collected = new Collected(clock);
              return Panache.withTransaction(
                  () ->
                      work.apply(collected)
                          .chain(result -> kept(collected).map(r -> new Committed<>(result, r))));
            });
  }

  /** Keeps what is sent; it, after what was committed before that is to be waited for as well. */
  private static Uni<List<OutboxRow>> kept(Collected collected) {
    List<OutboxRow> all = new ArrayList<>();
    return InTurn.each(collected.earlier(), each -> unstruck(each).invoke(all::addAll))
        .chain(() -> save(collected.rows()))
        .invoke(() -> all.addAll(collected.rows()))
        .replaceWith(all);
  }

  private static Uni<List<OutboxRow>> unstruck(Earlier earlier) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from OutboxRow where topic = :topic and key in (:keys)"
                            + " order by createdAt",
                        OutboxRow.class)
                    .setParameter("topic", earlier.topic())
                    .setParameter("keys", earlier.keys())
                    .getResultList());
  }

  private static Uni<Void> save(List<OutboxRow> rows) {
    return rows.isEmpty()
        ? Uni.createFrom().voidItem()
        : Panache.getSession().chain(session -> session.persistAll(rows.toArray()));
  }

  private static void warn(Throwable failure) {
    LOG.warnf("Messages not published yet, will be tried again reason=%s", failure.getMessage());
  }

  /**
   * What was committed, and Kafka's word on what tells of it.
   *
   * @param acknowledged fails with {@link NotPublishedException}; may complete on any thread
   */
  public record Publishing<R>(R result, CompletionStage<Void> acknowledged) {

    /** Completes on the caller's context. */
    public Uni<Void> done() {
      return VertxContext.returning(() -> acknowledged);
    }
  }

  private record Committed<R>(R result, List<OutboxRow> rows) {
    Committed {
      rows = List.copyOf(rows);
    }
  }
}
