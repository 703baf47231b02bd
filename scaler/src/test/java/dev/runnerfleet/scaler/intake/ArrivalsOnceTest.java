package dev.runnerfleet.scaler.intake;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.equalTo;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.scaler.Pools;
import dev.runnerfleet.scaler.Script;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A machine boots for a job that found another; then a second job comes. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class ArrivalsOnceTest {

  private static final PoolName POOL = new PoolName("arrivals");
  private static final long ELSEWHERE = 555;

  @Inject DemandEventsHandler demand;
  @Inject RunnerEventsHandler machines;

  @Test
  void shouldOrderForAJobThatComesOnceHoweverOftenItIsTold() throws Throwable {
    // Given
    given()
        .contentType("application/json")
        .body(Pools.json(POOL.value(), 9, "1h"))
        .put("/pools/" + POOL)
        .then()
        .statusCode(200);
    Instant now = Instant.now();
    tell(Script.queued(98_001, POOL.value(), now));
    String runner =
        when().get("/decisions?pool=" + POOL).path("items[0].outcome.launches[0].runner");
    hear(Script.launched(new RunnerId(runner), POOL, now));
    tell(Script.started(98_001, ELSEWHERE, now));

    // When
    tell(Script.queued(98_002, POOL.value(), now));
    tell(Script.queued(98_002, POOL.value(), now));
    tell(Script.queued(98_001, POOL.value(), now), Script.queued(98_002, POOL.value(), now));

    // Then
    when()
        .get("/pools/" + POOL + "/status")
        .then()
        .body("queue.jobs", equalTo(1))
        .body("counts.booting", equalTo(1))
        .body("counts.requested", equalTo(1));
    when()
        .get("/decisions?pool=" + POOL)
        .then()
        .body("items[0].inputs.arrived", equalTo(1))
        .body("items[0].outcome.launches.purpose", equalTo(List.of("WAITING_JOB")));
  }

  private void tell(DemandEvent... events) throws Throwable {
    VertxContextSupport.subscribeAndAwait(() -> demand.apply(List.of(events)));
  }

  private void hear(RunnerEvent event) throws Throwable {
    VertxContextSupport.subscribeAndAwait(() -> machines.apply(List.of(event)));
  }
}
