package dev.runnerfleet.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundsTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Vertx vertx = Vertx.vertx();
  private final List<UniEmitter<? super Void>> begun = new CopyOnWriteArrayList<>();
  private volatile Instant now = NOON;
  private final Rounds rounds =
      new Rounds(
          "test",
          () -> Uni.createFrom().<Void>emitter(begun::add),
          new Background(vertx),
          new TestClock());

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void shouldBeginOneMoreRoundForAllWhoAskedDuringOne() {
    // Given
    rounds.atOnce();
    await().atMost(SOON).until(() -> begun.size() == 1);

    // When
    for (int asked = 0; asked < 50; asked++) {
      rounds.atOnce();
    }

    // Then
    assertThat(begun).hasSize(1);
    begun.getFirst().complete(null);
    await().atMost(SOON).until(() -> begun.size() == 2);
    begun.get(1).complete(null);
    rounds.atOnce();
    await().atMost(SOON).until(() -> begun.size() == 3);
  }

  @Test
  void shouldGoOnAfterARoundThatFailedOrNeverEnds() {
    // Given
    rounds.atOnce();
    await().atMost(SOON).until(() -> begun.size() == 1);
    begun.getFirst().fail(new IllegalStateException("failed"));

    // When
    await()
        .atMost(SOON)
        .until(
            () -> {
              rounds.atOnce();
              return begun.size() == 2;
            });
    now = NOON.plusSeconds(61);
    rounds.atOnce();

    // Then
    await().atMost(SOON).until(() -> begun.size() == 3);
  }

  private final class TestClock extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
