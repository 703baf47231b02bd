package dev.runnerfleet.scaler;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.launch.LaunchCommand;
import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.launch.RecallRunner;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.retire.RetireCommand;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.Offering.Market;
import dev.runnerfleet.contracts.runner.PoolPrepared;
import dev.runnerfleet.contracts.runner.PoolStopped;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class ScalerTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final Wire wire = new Wire();
  private final Wire.Ear<LaunchCommand> launches = Wire.hear(Topic.LAUNCH_COMMANDS);
  private final Wire.Ear<RetireCommand> retirements = Wire.hear(Topic.RETIRE_COMMANDS);
  private final Wire.Ear<PoolSpec> pools = Wire.hear(Topic.POOLS);

  @AfterEach
  void close() {
    wire.close();
    launches.close();
    retirements.close();
    pools.close();
  }

  @Test
  void shouldOrderAMachineForEachQueuedJobUpToTheMax() {
    // Given
    PoolName pool = put("burst", 3, "1h");

    // When
    wire.send(Topic.DEMAND_EVENTS, Script.queued(1000, 5, "burst", Instant.now()));

    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(ordered(pool)).hasSize(3));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                when()
                    .get("/pools/burst/status")
                    .then()
                    .statusCode(200)
                    .body("queue.jobs", equalTo(5))
                    .body("counts.requested", equalTo(3))
                    .body("holds.reason", hasItem("AT_MAX_RUNNERS")));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                when()
                    .get("/jobs/1004/explanation")
                    .then()
                    .statusCode(200)
                    .body("pool", equalTo("burst"))
                    .body("holds.reason", hasItem("AT_MAX_RUNNERS")));
    when().get("/decisions?pool=burst").then().body("items.pool", hasItem("burst"));
  }

  @Test
  void shouldGoByAnOverrideUntilItIsTakenBackAndPageThroughTheDecisions() {
    // Given
    PoolName pool = put("overridden", 10, "1s");
    String until = Instant.now().plusSeconds(600).toString();

    // When
    given()
        .contentType("application/json")
        .body("{\"desired\": 2, \"until\": \"%s\"}".formatted(until))
        .put("/pools/overridden/override")
        .then()
        .statusCode(200)
        .body("desired", equalTo(2));

    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(ordered(pool)).hasSize(2));
    when().get("/pools/overridden/status").then().body("override.desired", equalTo(2));
    when().delete("/pools/overridden/override").then().statusCode(204);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(launches.heard())
                    .filteredOn(RecallRunner.class::isInstance)
                    .extracting(LaunchCommand::runner)
                    .containsAll(ordered(pool)));
    String next = when().get("/decisions?pool=overridden&limit=1").path("next");
    String first = when().get("/decisions?pool=overridden&limit=1").path("items[0].id");
    when()
        .get("/decisions?pool=overridden&limit=1&cursor=" + next)
        .then()
        .body("items.size()", equalTo(1))
        .body("items[0].id", not(equalTo(first)));
    given()
        .contentType("application/json")
        .body("{\"desired\": 2, \"minimum\": 1, \"until\": \"%s\"}".formatted(until))
        .put("/pools/overridden/override")
        .then()
        .statusCode(400);
  }

  @Test
  void shouldHoldAStoppedPoolAndPlanItsBudgetOncePrepared() {
    // Given
    PoolName pool = new PoolName("stopped");
    given()
        .contentType("application/json")
        .body(
            Pools.json("stopped", 10, "1h")
                .replace("\"capacity\"", "\"budget\":{\"per-hour\":0.25},\"capacity\""))
        .put("/pools/stopped")
        .then()
        .statusCode(200);
    wire.send(Topic.DEMAND_EVENTS, Script.queued(8000, 5, "stopped", Instant.now()));
    awaitHold("stopped", "HELD_BY_BUDGET");
    when()
        .get("/jobs/8000/explanation")
        .then()
        .body("next", containsString("planned spend"))
        .body("holds[0].since", notNullValue());

    // When
    wire.send(
        Topic.RUNNER_EVENTS,
        new PoolStopped(
            pool, 1, PoolStopped.Reason.BAD_CONFIGURATION, "InvalidAMIID", null, Instant.now()));
    awaitHold("stopped", "BAD_CONFIGURATION");
    when().get("/pools/stopped/status").then().body("stop.detail", equalTo("InvalidAMIID"));
    wire.send(
        Topic.RUNNER_EVENTS,
        new PoolPrepared(pool, 1, "ami-1", Usd.of("0.10"), Instant.now().plusSeconds(1)));

    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(ordered(pool)).hasSize(2));
    awaitHold("stopped", "HELD_BY_BUDGET");
  }

  private static void awaitHold(String pool, String reason) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                when()
                    .get("/pools/" + pool + "/status")
                    .then()
                    .body("holds.reason", hasItem(reason)));
  }

  @Test
  void shouldOrderNothingTwiceWhenEventsAreRepeated() {
    // Given
    PoolName pool = put("repeated", 10, "1h");
    Instant now = Instant.now();
    wire.send(Topic.DEMAND_EVENTS, Script.queued(2000, 2, "repeated", now));
    await().atMost(SOON).untilAsserted(() -> assertThat(ordered(pool)).hasSize(2));

    // When
    wire.send(Topic.DEMAND_EVENTS, Script.queued(2000, 2, "repeated", now));
    wire.send(Topic.DEMAND_EVENTS, Script.queued(2002, 1, "repeated", now));

    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(ordered(pool)).hasSize(3));
    when().get("/pools/repeated/status").then().body("counts.requested", equalTo(3));
  }

  @Test
  void shouldOrderOnDemandForAJobThatIsRetriedTheSecondTimeWhicheverIsHeardFirst() {
    // Given
    PoolName pool = put("retried", 10, "1h");
    Instant now = Instant.now();
    wire.send(Topic.DEMAND_EVENTS, Script.queued(3100, "retried", now));
    await().atMost(SOON).untilAsserted(() -> assertThat(ordered(pool)).hasSize(1));

    // When
    wire.send(Topic.DEMAND_EVENTS, Script.retried(3100, 2, now));
    wire.send(Topic.DEMAND_EVENTS, Script.retried(3101, 2, now));
    wire.send(Topic.DEMAND_EVENTS, Script.queued(3101, "retried", now));

    // Then
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(launches.heard())
                    .filteredOn(command -> command.pool().equals(pool))
                    .filteredOn(
                        command ->
                            command instanceof LaunchRunner launch
                                && launch.market() == Market.ON_DEMAND)
                    .hasSize(2));
  }

  @Test
  void shouldRecallAnOrderWhenItsJobIsCancelled() {
    // Given
    PoolName pool = put("cancelled", 10, "1h");
    wire.send(Topic.DEMAND_EVENTS, Script.queued(3000, "cancelled", Instant.now()));
    await().atMost(SOON).untilAsserted(() -> assertThat(ordered(pool)).hasSize(1));

    // When
    wire.send(Topic.DEMAND_EVENTS, Script.cancelled(3000, Instant.now()));

    // Then
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(launches.heard())
                    .filteredOn(RecallRunner.class::isInstance)
                    .extracting(LaunchCommand::runner)
                    .containsAll(ordered(pool)));
  }

  @Test
  void shouldOrderOneReplacementHoweverOftenItHearsOfAnInterruption() {
    // Given: a machine that is there for the next job
    given()
        .contentType("application/json")
        .body(
            Pools.json("taken", 10, "1h")
                .replace("\"max-runners\":", "\"idle\":1,\"max-runners\":"))
        .put("/pools/taken")
        .then()
        .statusCode(200);
    PoolName pool = new PoolName("taken");
    await().atMost(SOON).untilAsserted(() -> assertThat(ordered(pool)).hasSize(1));
    RunnerId runner = ordered(pool).getFirst();
    wire.send(Topic.RUNNER_EVENTS, Script.registered(runner, pool, 450, Instant.now()));

    // When
    wire.send(Topic.RUNNER_EVENTS, Script.interrupted(runner, pool, Instant.now()));
    wire.send(Topic.RUNNER_EVENTS, Script.interrupted(runner, pool, Instant.now().plusSeconds(3)));
    wire.send(Topic.RUNNER_EVENTS, Script.draining(runner, pool, Instant.now().plusSeconds(4)));

    // Then
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> when().get("/pools/taken/status").then().body("counts.draining", equalTo(1)));
    await().atMost(SOON).untilAsserted(() -> assertThat(ordered(pool)).hasSize(2));
    when().get("/pools/taken/status").then().body("counts.requested", equalTo(1));
  }

  @Test
  void shouldDrainARunnerOnceItsJobIsOverAndItIdlesForLong() {
    // Given: the job's start is heard before the runner's registration
    PoolName pool = put("served", 10, "1s");
    wire.send(Topic.DEMAND_EVENTS, Script.queued(4000, "served", Instant.now()));
    await().atMost(SOON).untilAsserted(() -> assertThat(ordered(pool)).hasSize(1));
    RunnerId runner = ordered(pool).getFirst();
    wire.send(Topic.DEMAND_EVENTS, Script.started(4000, 400, Instant.now()));
    wire.send(Topic.RUNNER_EVENTS, Script.launched(runner, pool, Instant.now()));
    wire.send(Topic.RUNNER_EVENTS, Script.registered(runner, pool, 400, Instant.now()));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> when().get("/pools/served/status").then().body("counts.busy", equalTo(1)));

    // When
    wire.send(Topic.DEMAND_EVENTS, Script.finished(4000, 400, Instant.now()));

    // Then
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(retirements.heard())
                    .filteredOn(command -> command.runner().equals(runner))
                    .extracting(RetireCommand::reason)
                    .containsExactly(RetirementReason.IDLE));
    when()
        .get("/jobs/4000/explanation")
        .then()
        .body("runner", equalTo(runner.value()))
        .body("timeline.what", hasItem("runner registered"));
  }

  @Test
  void shouldDrainADeletedPoolBeforeItGoes() {
    // Given
    PoolName pool = put("deleted", 10, "1h");
    wire.send(Topic.DEMAND_EVENTS, Script.queued(5000, "deleted", Instant.now()));
    await().atMost(SOON).untilAsserted(() -> assertThat(ordered(pool)).hasSize(1));
    RunnerId runner = ordered(pool).getFirst();
    wire.send(Topic.RUNNER_EVENTS, Script.registered(runner, pool, 500, Instant.now()));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> when().get("/pools/deleted/status").then().body("counts.idle", equalTo(1)));

    // When
    when().delete("/pools/deleted").then().statusCode(202);

    // Then
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(retirements.heard())
                    .filteredOn(command -> command.runner().equals(runner))
                    .extracting(RetireCommand::reason)
                    .containsExactly(RetirementReason.POOL_CLOSED));
    when().get("/pools/deleted").then().statusCode(200);
    wire.send(Topic.RUNNER_EVENTS, Script.terminated(runner, pool, Instant.now()));
    await().atMost(SOON).untilAsserted(() -> assertThat(pools.tombstones()).contains("deleted"));
    when().get("/pools/deleted").then().statusCode(404);
  }

  @Test
  void shouldCountTheRevisionUpOnlyWhenThePoolChanges() {
    // Given
    put("revised", 10, "1h");

    // When
    put("revised", 10, "1h");
    put("revised", 11, "1h");

    // Then
    when().get("/pools/revised").then().header("ETag", equalTo("\"2\""));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(pools.heard())
                    .filteredOn(pool -> pool.name().value().equals("revised"))
                    .extracting(PoolSpec::revision)
                    .containsExactly(1, 2));
  }

  @Test
  void shouldLaunchNothingForAPausedPoolUntilItIsResumed() {
    // Given
    PoolName pool = put("paused", 10, "1h");
    when().post("/pools/paused/pause").then().statusCode(204);

    // When
    wire.send(Topic.DEMAND_EVENTS, Script.queued(6000, "paused", Instant.now()));

    // Then
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                when()
                    .get("/jobs/6000/explanation")
                    .then()
                    .statusCode(200)
                    .body("holds.reason", hasItem("PAUSED")));
    assertThat(ordered(pool)).isEmpty();
    when().post("/pools/paused/resume").then().statusCode(204);
    await().atMost(SOON).untilAsserted(() -> assertThat(ordered(pool)).hasSize(1));
  }

  @Test
  void shouldGiveAJobThatNoPoolTakesToOneThatIsMadeLater() {
    // Given
    wire.send(Topic.DEMAND_EVENTS, Script.queued(7000, "latecomer", Instant.now()));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                when()
                    .get("/jobs/7000/explanation")
                    .then()
                    .body("holds.reason", hasItem("NO_MATCHING_POOL")));

    // When
    PoolName pool = put("latecomer", 10, "1h");

    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(ordered(pool)).hasSize(1));
  }

  @Test
  void shouldRefuseAPoolThatIsWrongAndChangeNothing() {
    given()
        .contentType("application/json")
        .body(Pools.json("wrong", 10, "1h").replace("\"max-runners\":10", "\"max-runners\":-1"))
        .put("/pools/wrong")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("field", equalTo("capacity.max-runners"))
        .body("value", equalTo("-1"))
        .body("expected", equalTo("a whole number from 0"));
    given()
        .contentType("application/json")
        .body("{")
        .put("/pools/wrong")
        .then()
        .statusCode(400)
        .contentType("application/problem+json");
    when().get("/pools/wrong").then().statusCode(404);
    when().get("/pools").then().body("items.name", not(hasItem("wrong")));
    when().post("/pools/wrong/pause").then().statusCode(404);
    when().delete("/pools/wrong").then().statusCode(404);
    when().get("/jobs/nonsense/explanation").then().statusCode(400);
    when().get("/decisions?limit=0").then().statusCode(400).body("field", equalTo("limit"));
  }

  @Test
  void shouldShowWhatItMeasuresAndThatItIsReady() {
    put("measured", 10, "1h");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(when().get("/q/metrics").asString())
                    .contains("runnerfleet_queue_jobs{pool=\"measured\"}")
                    .contains("runnerfleet_jobs_held")
                    .contains("runnerfleet_runners{pool=\"measured\",state=\"idle\"}"));
    when().get("/q/health/ready").then().statusCode(200);
    when().get("/q/openapi").then().statusCode(200);
  }

  private static PoolName put(String name, int max, String idleTime) {
    given()
        .contentType("application/json")
        .body(Pools.json(name, max, idleTime))
        .put("/pools/" + name)
        .then()
        .statusCode(200);
    return new PoolName(name);
  }

  private List<RunnerId> ordered(PoolName pool) {
    return launches.heard().stream()
        .filter(LaunchRunner.class::isInstance)
        .filter(command -> command.pool().equals(pool))
        .map(LaunchCommand::runner)
        .distinct()
        .toList();
  }
}
