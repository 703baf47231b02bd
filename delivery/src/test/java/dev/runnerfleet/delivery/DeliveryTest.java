package dev.runnerfleet.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.DrainRunner;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class DeliveryTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration SOON = Duration.ofSeconds(30);

  @Inject Outbox outbox;
  @Inject Publisher publisher;
  @Inject Recorder recorder;
  @Inject StuckConsumers stuck;
  @Inject Vertx vertx;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @BeforeEach
  void forget() {
    recorder.handled.clear();
    recorder.failuresLeft.set(0);
  }

  @Test
  void shouldPublishWhatWasCommittedAndStrikeItOut() {
    // Given
    DrainRunner drain = drain("r-published");

    // When
    onVertx(
        () ->
            outbox.commit(
                out -> note("published").invoke(() -> out.send(Topic.RETIRE_COMMANDS, drain))));

    // Then
    await().atMost(SOON).until(() -> recorder.handled.contains(drain));
    await().atMost(SOON).until(() -> outboxRows() == 0);
    assertThat(notes("published")).isOne();
  }

  @Test
  void shouldPublishNothingOfWhatWasRolledBack() {
    // Given
    DrainRunner rolledBack = drain("r-rolled-back");
    DrainRunner later = drain("r-later");

    // When
    assertThatThrownBy(
            () ->
                onVertx(
                    () ->
                        outbox.commit(
                            out ->
                                note("rolled back")
                                    .invoke(() -> out.send(Topic.RETIRE_COMMANDS, rolledBack))
                                    .chain(
                                        () ->
                                            Uni.createFrom()
                                                .failure(new IllegalStateException("no"))))))
        .hasRootCauseMessage("no");
    onVertx(
        () ->
            outbox.commitAndPublish(
                out -> note("later").invoke(() -> out.send(Topic.RETIRE_COMMANDS, later))));

    // Then
    await().atMost(SOON).until(() -> recorder.handled.contains(later));
    assertThat(recorder.handled).doesNotContain(rolledBack);
    assertThat(notes("rolled back")).isZero();
    assertThat(outboxRows()).isLessThanOrEqualTo(1);
  }

  @Test
  void shouldPublishWhatACrashLeftBehind() {
    // Given a row that was committed long ago by a process that died before it published
    DrainRunner left = drain("r-left");
    Collected collected = new Collected(Clock.fixed(NOW, java.time.ZoneOffset.UTC));
    collected.send(Topic.RETIRE_COMMANDS, left);

    // When
    onVertx(
        () ->
            Panache.withTransaction(
                () -> Panache.getSession().chain(s -> s.persist(collected.rows().getFirst()))));

    // Then
    await().atMost(SOON).until(() -> recorder.handled.contains(left));
    await().atMost(SOON).until(() -> outboxRows() == 0);
  }

  @Test
  void shouldRetryAFailingHandlerAndSayThatItIsStuck() {
    // Given
    DrainRunner drain = drain("r-retried");
    recorder.failuresLeft.set(3);

    // When
    onVertx(
        () ->
            outbox.commitAndPublish(
                out -> {
                  out.send(Topic.RETIRE_COMMANDS, drain);
                  return Uni.createFrom().voidItem();
                }));

    // Then
    await().atMost(SOON).until(() -> !stuck.reasonByTopic().isEmpty());
    await().atMost(SOON).until(() -> recorder.handled.contains(drain));
    assertThat(recorder.handled).containsOnlyOnce(drain);
    await().atMost(SOON).until(() -> stuck.reasonByTopic().isEmpty());
  }

  @Test
  void shouldSetAsideWhatCannotBeReadAndGoOn() {
    // Given
    DrainRunner readable = drain("r-readable");

    // When
    onVertx(
        () ->
            publisher.send(
                Topic.RETIRE_COMMANDS.name(), "r-broken", "{\"type\":\"Nonsense\"}", Map.of()));
    onVertx(
        () ->
            outbox.commitAndPublish(
                out -> {
                  out.send(Topic.RETIRE_COMMANDS, readable);
                  return Uni.createFrom().voidItem();
                }));

    // Then
    await().atMost(SOON).until(() -> recorder.handled.contains(readable));
    ConsumerRecord<String, String> dead = firstDeadLetter();
    assertThat(dead.key()).isEqualTo("r-broken");
    assertThat(dead.value()).isEqualTo("{\"type\":\"Nonsense\"}");
    assertThat(
            new String(
                dead.headers().lastHeader("dead-letter-reason").value(),
                java.nio.charset.StandardCharsets.UTF_8))
        .contains("Nonsense");
  }

  private ConsumerRecord<String, String> firstDeadLetter() {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "group.id",
            "dead",
            "auto.offset.reset",
            "earliest");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(Topic.RETIRE_COMMANDS.deadLetterName()));
      return await()
          .atMost(SOON)
          .until(
              () -> consumer.poll(Duration.ofMillis(200)).iterator(), java.util.Iterator::hasNext)
          .next();
    }
  }

  private static DrainRunner drain(String runner) {
    return new DrainRunner(
        new RunnerId(runner),
        new PoolName("linux"),
        RetirementReason.IDLE,
        new DecisionId("d-1"),
        NOW);
  }

  private static Uni<Void> note(String text) {
    NoteRow row = new NoteRow();
    row.text = text;
    return Panache.getSession().chain(session -> session.persist(row));
  }

  private long outboxRows() {
    return count("select count(*) from OutboxRow");
  }

  private long notes(String text) {
    return count("select count(*) from NoteRow where text = '" + text + "'");
  }

  private long count(String query) {
    return onVertx(
        () ->
            Panache.withSession(
                () ->
                    Panache.getSession()
                        .chain(s -> s.createSelectionQuery(query, Long.class).getSingleResult())));
  }

  /** Runs the work where the services' own work runs: on a safe, duplicated Vert.x context. */
  private <T> T onVertx(Supplier<Uni<T>> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Context context = VertxContext.getOrCreateDuplicatedContext(vertx);
    VertxContextSafetyToggle.setContextSafe(context, true);
    context.runOnContext(
        ignored -> work.get().subscribe().with(done::complete, done::completeExceptionally));
    return done.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join();
  }
}
