package dev.runnerfleet.scaler.intake;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.scaler.Pools;
import dev.runnerfleet.scaler.Script;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs that their pool has no room for, where another pool takes them too. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class OverflowTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @Inject DemandEventsHandler handler;

  @Test
  void shouldMoveTheYoungestJobsThatAFullPoolHoldsToOneWithRoom() throws Throwable {
    // Given
    put("over-a", 1);
    put("over-b", 5);
    Instant now = Instant.now();
    List<DemandEvent> jobs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      jobs.add(Script.queued(97_000 + i, "overflow", now.minusSeconds(60 - i)));
    }

    // When
    VertxContextSupport.subscribeAndAwait(() -> handler.apply(jobs));

    // Then
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              when()
                  .get("/pools/over-b/status")
                  .then()
                  .body("queue.jobs", equalTo(3))
                  .body("counts.requested", equalTo(3));
              when().get("/pools/over-a/status").then().body("counts.requested", equalTo(1));
            });
    when().get("/jobs/97000/explanation").then().body("pool", equalTo("over-a"));
    when().get("/jobs/97003/explanation").then().body("pool", equalTo("over-b"));
  }

  private static void put(String name, int max) {
    given()
        .contentType("application/json")
        .body(Pools.json(name, max, "1h").replace("\"tags\":[\"" + name, "\"tags\":[\"overflow"))
        .put("/pools/" + name)
        .then()
        .statusCode(200);
  }
}
