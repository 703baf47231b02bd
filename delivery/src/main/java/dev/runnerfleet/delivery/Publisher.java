package dev.runnerfleet.delivery;

import dev.runnerfleet.contracts.topic.CloudEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jspecify.annotations.Nullable;

/** Hands messages to Kafka and remembers which it acknowledged, so that they can be struck out. */
@ApplicationScoped
class Publisher {

  private final MutinyEmitter<@Nullable String> emitter;
  private final MeterRegistry metrics;
  private final String source;
  private final KafkaWatch kafka;
  private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();
  private final Queue<UUID> acknowledged = new ConcurrentLinkedQueue<>();

  Publisher(
      @Channel("outbox") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
          MutinyEmitter<@Nullable String> emitter,
      MeterRegistry metrics,
      KafkaWatch kafka,
      @ConfigProperty(name = "quarkus.application.name") String application) {
    this.emitter = emitter;
    this.kafka = kafka;
    this.metrics = metrics;
    this.source = "/runnerfleet/" + application;
  }

  /** Completes on the caller's context when Kafka has acknowledged every row. */
  Uni<Void> publish(List<OutboxRow> rows) {
    if (rows.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Executor caller = VertxContext.current();
    List<Uni<Void>> sends = new ArrayList<>();
    for (OutboxRow row : rows) {
      if (underWay.add(row.id)) {
        sends.add(send(row));
      }
    }
    return sends.isEmpty()
        ? Uni.createFrom().voidItem()
        : Uni.join().all(sends).andCollectFailures().replaceWithVoid().emitOn(caller);
  }

  /** Sends a message that is in no outbox, such as a dead letter. */
  Uni<Void> send(String topic, String key, @Nullable String payload, Map<String, String> headers) {
    RecordHeaders recordHeaders = new RecordHeaders();
    headers.forEach(
        (name, value) -> recordHeaders.add(name, value.getBytes(StandardCharsets.UTF_8)));
    OutgoingKafkaRecordMetadata<String> record =
        OutgoingKafkaRecordMetadata.<String>builder()
            .withTopic(topic)
            .withKey(key)
            .withHeaders(recordHeaders)
            .build();
    Message<@Nullable String> message = Message.of(payload, Metadata.of(record));
    return emitter.sendMessage(message);
  }

  /** The ids of messages that Kafka has, each told once. */
  Set<UUID> takeAcknowledged() {
    Set<UUID> taken = new HashSet<>();
    for (UUID id = acknowledged.poll(); id != null; id = acknowledged.poll()) {
      taken.add(id);
    }
    return taken;
  }

  private Uni<Void> send(OutboxRow row) {
    CloudEvent event = new CloudEvent(row.id.toString(), source, row.type, row.createdAt);
    return send(row.topic, row.key, row.payload, event.headers())
        .invoke(() -> acknowledged.add(row.id))
        .onTermination()
        .invoke((done, failure, cancelled) -> ended(row, failure, cancelled));
  }

  private void ended(OutboxRow row, @Nullable Throwable failure, boolean cancelled) {
    underWay.remove(row.id);
    if (cancelled) {
      return; // nobody waits for it any more, which says nothing of Kafka
    }
    if (failure == null) {
      kafka.acknowledged();
    } else {
      kafka.silent();
    }
    metrics
        .counter(
            "runnerfleet.messages.published",
            "topic",
            row.topic,
            "result",
            failure == null ? "acknowledged" : "failed")
        .increment();
  }
}
