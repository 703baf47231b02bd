package dev.runnerfleet.scaler.intake;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.scaler.Pools;
import dev.runnerfleet.scaler.Script;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One batch that concerns many pools, as after a pause of the consumer. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class WideBatchesTest {

  // What completes on the stack of what came before needs some 28 KiB of it for each pool: at the
  // 1 MiB of a test's threads this many overflow it thrice over.
  private static final int POOLS = 120;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  @Inject DemandEventsHandler demand;
  @Inject RunnerEventsHandler fates;

  @BeforeEach
  void makePools() {
    for (int i = 0; i < POOLS; i++) {
      given()
          .contentType("application/json")
          .body(Pools.json(pool(i), 1, "1h"))
          .put("/pools/" + pool(i))
          .then()
          .statusCode(200);
    }
  }

  @AfterEach
  void removePools() {
    for (int i = 0; i < POOLS; i++) {
      when().delete("/pools/" + pool(i)).then().statusCode(202);
    }
  }

  @Test
  void shouldDecideOnEveryPoolThatABatchConcerns() {
    // Given
    List<DemandEvent> jobs = new ArrayList<>();
    for (int i = 0; i < POOLS; i++) {
      jobs.add(Script.queued(95_000 + i, pool(i), Instant.now()));
    }

    // When
    apply(() -> demand.apply(jobs));
    List<RunnerEvent> failures = new ArrayList<>();
    for (int i = 0; i < POOLS; i++) {
      String runner = when().get("/pools/" + pool(i) + "/status").path("runners[0].runner");
      failures.add(
          Script.failed(
              new RunnerId(runner),
              new PoolName(pool(i)),
              LaunchFailed.Reason.QUOTA,
              Instant.now()));
    }
    apply(() -> fates.apply(failures));

    // Then
    for (int i = 0; i < POOLS; i++) {
      List<String> holds = when().get("/pools/" + pool(i) + "/status").path("holds.reason");
      assertThat(holds).as(pool(i)).contains("LAUNCH_BACKING_OFF");
    }
  }

  private static void apply(Supplier<Uni<Void>> batch) {
    try {
      VertxContextSupport.subscribeAndAwait(() -> batch.get().ifNoItem().after(LONGEST).fail());
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pool(int i) {
    return "wide-" + i;
  }
}
