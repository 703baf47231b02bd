package dev.runnerfleet.delivery;

import dev.runnerfleet.contracts.topic.CloudEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Map<UUID, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
  private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();

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

  /**
   * Completes on the caller's context when Kafka has acknowledged every row, whoever sent it: a row
   * that is under way, or that Kafka has, is not sent a second time.
   */
  Uni<Void> publish(List<OutboxRow> rows) {
    if (rows.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Executor caller = VertxContext.current();
    List<Uni<Void>> sends =
        rows.stream().map(row -> Uni.createFrom().completionStage(sent(row))).toList();
    return Uni.join().all(sends).andCollectFailures().replaceWithVoid().emitOn(caller);
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

  /** The ids of messages that Kafka has and that are not struck out yet. */
  Set<UUID> acknowledged() {
    return Set.copyOf(acknowledged);
  }

  /** Forgets messages that are in no outbox any more. */
  void struckOut(Set<UUID> ids) {
    acknowledged.removeAll(ids);
  }

  private CompletableFuture<Void> sent(OutboxRow row) {
    CompletableFuture<Void> outcome = new CompletableFuture<>();
    CompletableFuture<Void> other = underWay.putIfAbsent(row.id, outcome);
    if (other != null) {
      return other;
    }
    if (acknowledged.contains(row.id)) {
      underWay.remove(row.id);
      outcome.complete(null);
    } else {
      send(row).subscribe().with(done -> outcome.complete(null), outcome::completeExceptionally);
    }
    return outcome;
  }

  private Uni<Void> send(OutboxRow row) {
    CloudEvent event = new CloudEvent(row.id.toString(), source, row.type, row.createdAt);
    return send(row.topic, row.key, row.payload, event.headers())
        .invoke(() -> acknowledged.add(row.id))
        .onItemOrFailure()
        .invoke((done, failure) -> ended(row, failure));
  }

  private void ended(OutboxRow row, @Nullable Throwable failure) {
    underWay.remove(row.id);
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
