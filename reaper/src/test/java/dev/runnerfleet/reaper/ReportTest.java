package dev.runnerfleet.reaper;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.ReportKeyDigest;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import dev.runnerfleet.contracts.topic.Topic;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReportTest extends OverTheWire {

  private static final PoolName POOL = new PoolName("linux-reports");
  private static final String DEADLINE = "2026-03-01T10:02:00Z";

  @Test
  void shouldBelieveAMachineByTheKeyItEnrolledWith() {
    // Given
    RunnerId runner = registered("a key", Instant.now());

    // When
    await().atMost(SOON).until(() -> report("a key", serving(runner)).statusCode() == 204);

    // Then
    report("another key", serving(runner)).then().statusCode(401);
    report("a key", serving(new RunnerId("r-unknown"))).then().statusCode(401);
    given()
        .get("/machines")
        .then()
        .statusCode(200)
        .body("find { it.runner == '%s' }.cpu".formatted(runner), equalTo(0.25f))
        .body("find { it.runner == '%s' }.state".formatted(runner), equalTo("SERVING"));
    given()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .body(containsString("runnerfleet_machine_cpu_count"));
  }

  @Test
  void shouldBelieveOnlyTheKeyOfTheLatestEnrolment() {
    // Given
    Instant now = Instant.now();
    RunnerId runner = registered("first", now);
    await().atMost(SOON).until(() -> report("first", serving(runner)).statusCode() == 204);

    // When
    register(runner, "second", now.plusSeconds(1));
    register(runner, "first", now);

    // Then
    await().atMost(SOON).until(() -> report("second", serving(runner)).statusCode() == 204);
    report("first", serving(runner)).then().statusCode(401);
  }

  @Test
  void shouldTellOfANoticeOnceHoweverOftenItIsReported() {
    // Given
    RunnerId runner = registered("a key", Instant.now());
    String notice = noticed(runner, "SPOT_INTERRUPTION", '"' + DEADLINE + '"');

    // When
    await().atMost(SOON).until(() -> report("a key", notice).statusCode() == 204);
    report("a key", notice).then().statusCode(204);
    report("a key", noticed(runner, "REBALANCE_RECOMMENDATION", "null")).then().statusCode(204);

    // Then
    await().atMost(SOON).until(() -> interruptions(runner).size() == 2);
    assertThat(interruptions(runner).getFirst())
        .extracting(RunnerInterrupted::kind, RunnerInterrupted::deadline)
        .containsExactly(RunnerInterrupted.Kind.SPOT_INTERRUPTION, Instant.parse(DEADLINE));
  }

  @Test
  void shouldSayWhatIsWrongWithAReport() {
    report("a key", "{\"state\": \"SERVING\"}")
        .then()
        .statusCode(400)
        .body("field", equalTo("runner"));
    report("a key", "{\"runner\": \"r-1\", \"state\": \"SERVING\", \"cpu\": 2}")
        .then()
        .statusCode(400)
        .body("field", equalTo("cpu"));
    report("a key", "{\"runner\": \"r-1\", \"state\": \"ASLEEP\"}").then().statusCode(400);
    given().get("/machines").then().body("runner", not(hasItem("r-1")));
  }

  private List<RunnerInterrupted> interruptions(RunnerId runner) {
    return fleet.events(RunnerInterrupted.class).stream()
        .filter(event -> event.runner().equals(runner))
        .toList();
  }

  private RunnerId registered(String key, Instant at) {
    RunnerId runner = new RunnerId("r-" + UUID.randomUUID());
    register(runner, key, at);
    return runner;
  }

  private void register(RunnerId runner, String key, Instant at) {
    fleet.send(
        Topic.RUNNER_EVENTS,
        new RunnerRegistered(
            runner,
            POOL,
            new InstanceId("i-0000000f"),
            new GitLabRunnerId(990),
            at,
            ReportKeyDigest.of(key)));
  }

  private static String serving(RunnerId runner) {
    return "{\"runner\":\"%s\",\"state\":\"SERVING\",\"cpu\":0.25,\"memory\":0.5,\"notice\":null}"
        .formatted(runner);
  }

  private static String noticed(RunnerId runner, String kind, String deadline) {
    return "{\"runner\":\"%s\",\"state\":\"DRAINING\",\"notice\":{\"kind\":\"%s\",\"deadline\":%s}}"
        .formatted(runner, kind, deadline);
  }

  private static Response report(String key, String body) {
    return given()
        .header("Authorization", "Bearer " + key)
        .contentType(ContentType.JSON)
        .body(body)
        .post("/reports");
  }
}
