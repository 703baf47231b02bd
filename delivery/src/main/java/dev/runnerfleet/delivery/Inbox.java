package dev.runnerfleet.delivery;

import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.contracts.topic.UnreadableMessageException;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;

/**
 * Reads a batch of records and has it handled: what cannot be understood goes to the dead-letter
 * topic, everything else to the handler, again and again until the handler succeeds. Records are
 * acknowledged to Kafka only after that, so that nothing is lost while a database or a cloud is
 * away.
 */
@ApplicationScoped
public class Inbox {

  private static final Logger LOG = Logger.getLogger(Inbox.class);

  private final Publisher publisher;
  private final StuckConsumers stuck;
  private final MeterRegistry metrics;

  Inbox(Publisher publisher, StuckConsumers stuck, MeterRegistry metrics) {
    this.publisher = publisher;
    this.stuck = stuck;
    this.metrics = metrics;
  }

  /** Has the batch's messages handled, in their order within each partition. */
  public <T> Uni<Void> deliver(
      Topic<T> topic,
      ConsumerRecords<String, String> records,
      Function<List<T>, Uni<Void>> handler) {
    List<Uni<Void>> dead = new ArrayList<>();
    List<T> messages = new ArrayList<>();
    for (ConsumerRecord<String, String> record : records) {
      try {
        messages.add(value(topic, record));
      } catch (UnreadableMessageException e) {
        dead.add(deadLetter(topic, record, e));
      }
    }
    return handled(topic, messages, handler, dead);
  }

  /** The same for a compacted topic, where a tombstone is a message too. */
  public <T> Uni<Void> deliverCompacted(
      Topic<T> topic,
      ConsumerRecords<String, String> records,
      Function<List<Received<T>>, Uni<Void>> handler) {
    List<Uni<Void>> dead = new ArrayList<>();
    List<Received<T>> messages = new ArrayList<>();
    for (ConsumerRecord<String, String> record : records) {
      try {
        messages.add(
            new Received<>(record.key(), record.value() == null ? null : value(topic, record)));
      } catch (UnreadableMessageException e) {
        dead.add(deadLetter(topic, record, e));
      }
    }
    return handled(topic, messages, handler, dead);
  }

  private <M> Uni<Void> handled(
      Topic<?> topic,
      List<M> messages,
      Function<List<M>, Uni<Void>> handler,
      List<Uni<Void>> dead) {
    Uni<Void> handled =
        messages.isEmpty()
            ? Uni.createFrom().voidItem()
            : Retry.untilDone(() -> handler.apply(messages), failure -> failed(topic, failure))
                .invoke(() -> succeeded(topic, messages.size()));
    return dead.isEmpty() ? handled : Uni.join().all(dead).andFailFast().chain(() -> handled);
  }

  private static <T> T value(Topic<T> topic, ConsumerRecord<String, String> record) {
    if (record.value() == null) {
      throw new UnreadableMessageException("the value is missing");
    }
    return topic.decode(record.value());
  }

  private void succeeded(Topic<?> topic, int messages) {
    stuck.free(topic.name());
    count(topic, "handled", messages);
  }

  private void failed(Topic<?> topic, Throwable failure) {
    LOG.warnf(failure, "Messages not handled, will be tried again topic=%s", topic.name());
    stuck.stuck(topic.name(), String.valueOf(failure.getMessage()));
    count(topic, "retried", 1);
  }

  private Uni<Void> deadLetter(
      Topic<?> topic, ConsumerRecord<String, String> record, UnreadableMessageException reason) {
    LOG.warnf(
        "Message cannot be understood, moved to the dead letters topic=%s partition=%d offset=%d reason=%s",
        topic.name(), record.partition(), record.offset(), reason.getMessage());
    count(topic, "dead", 1);
    Map<String, String> headers =
        Map.of(
            "dead-letter-reason", String.valueOf(reason.getMessage()),
            "dead-letter-topic", topic.name(),
            "dead-letter-partition", Integer.toString(record.partition()),
            "dead-letter-offset", Long.toString(record.offset()));
    return Retry.untilDone(
        () -> publisher.send(topic.deadLetterName(), record.key(), record.value(), headers),
        failure -> failed(topic, failure));
  }

  private void count(Topic<?> topic, String result, int messages) {
    metrics
        .counter("runnerfleet.messages.received", "topic", topic.name(), "result", result)
        .increment(messages);
  }
}
