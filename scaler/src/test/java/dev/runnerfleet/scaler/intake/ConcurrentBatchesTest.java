package dev.runnerfleet.scaler.intake;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.scaler.Pools;
import dev.runnerfleet.scaler.Script;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class ConcurrentBatchesTest {

  private static final int BATCHES = 6;
  private static final int JOBS = 10;
  private static final int MAX = 7;

  @Inject DemandEventsHandler handler;

  @Test
  void shouldNeverPassMaxRunnersWhenBatchesComeAtOnce() throws Exception {
    // Given: every batch also tells anew of the jobs of all others
    given()
        .contentType("application/json")
        .body(Pools.json("crowd", MAX, "1h"))
        .put("/pools/crowd")
        .then()
        .statusCode(200);
    List<DemandEvent> jobs = new ArrayList<>(Script.queued(90_000, JOBS, "crowd", Instant.now()));
    apply(jobs);

    // When
    try (ExecutorService replicas = Executors.newFixedThreadPool(BATCHES)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < BATCHES; i++) {
        List<DemandEvent> batch =
            new ArrayList<>(Script.queued(91_000 + i * JOBS, JOBS, "crowd", Instant.now()));
        batch.addAll(i % 2 == 0 ? jobs : jobs.reversed());
        all.add(replicas.submit(() -> apply(batch)));
      }
      for (Future<?> each : all) {
        each.get(30, TimeUnit.SECONDS);
      }
    }

    // Then
    int requested = when().get("/pools/crowd/status").path("counts.requested");
    assertThat(requested).isEqualTo(MAX);
    int waiting = when().get("/pools/crowd/status").path("queue.jobs");
    assertThat(waiting).isEqualTo((BATCHES + 1) * JOBS);
  }

  private void apply(List<DemandEvent> batch) {
    try {
      VertxContextSupport.subscribeAndAwait(() -> handler.apply(batch));
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
