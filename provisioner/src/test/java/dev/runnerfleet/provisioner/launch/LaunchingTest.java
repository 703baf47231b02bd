package dev.runnerfleet.provisioner.launch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.launch.RecallRunner;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.provisioner.Bus;
import dev.runnerfleet.provisioner.Pools;
import dev.runnerfleet.testkit.BackingServices;
import dev.runnerfleet.testkit.SandboxProcess;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(SandboxProcess.class)
class LaunchingTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final ThrottleDomain DOMAIN = new ThrottleDomain("self/us-east-1");

  private final Bus bus = new Bus();

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void shouldLaunchOneMachineForACommandHoweverOftenItIsSent() {
    // Given
    String pool = newPool();
    bus.send(Topic.POOLS, Pools.docker(pool));
    LaunchRunner order = order(pool, 1);

    // When
    bus.send(Topic.LAUNCH_COMMANDS, order);
    bus.send(Topic.LAUNCH_COMMANDS, order);
    RunnerLaunched launched = awaitEvent(order.runner(), RunnerLaunched.class);
    bus.send(Topic.LAUNCH_COMMANDS, order);
    LaunchRunner later = order(pool, 1);
    bus.send(Topic.LAUNCH_COMMANDS, later);
    awaitEvent(later.runner(), RunnerLaunched.class);

    // Then
    assertThat(bus.events(order.runner().value())).containsExactly(launched);
    assertThat(launched.offering().zone()).startsWith("us-east-1");
    assertThat(launched.hourlyPrice().amount()).isPositive();
    given()
        .get("/runners/" + order.runner())
        .then()
        .statusCode(200)
        .body("state", equalTo("LAUNCHED"))
        .body("instance", equalTo(launched.instance().value()));
    given().get("/runners?pool=" + pool).then().body("items", hasSize(2));
  }

  @Test
  void shouldGatherAStormIntoFewCalls() {
    // Given
    String pool = newPool();
    bus.send(Topic.POOLS, Pools.docker(pool));
    LaunchRunner first = order(pool, 1);
    bus.send(Topic.LAUNCH_COMMANDS, first);
    awaitEvent(first.runner(), RunnerLaunched.class);
    List<LaunchRunner> storm = IntStream.range(0, 60).mapToObj(i -> order(pool, 1)).toList();

    // When
    storm.forEach(order -> bus.send(Topic.LAUNCH_COMMANDS, order));
    storm.forEach(order -> awaitEvent(order.runner(), RunnerLaunched.class));

    // Then
    List<Integer> sizes =
        given()
            .get("/launches?limit=1000")
            .then()
            .extract()
            .path("items.findAll { it.pool == '%s' }.size".formatted(pool));
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(61);
    assertThat(sizes.size()).isLessThan(30);
    assertThat(pageByPage()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(sizes.size());
  }

  @Test
  void shouldKeepAnOrderUntilItsPoolIsKnownAndDropItWhenRecalled() {
    // Given
    String pool = newPool();
    LaunchRunner kept = order(pool, 1);
    LaunchRunner recalled = order(pool, 1);

    // When
    bus.send(Topic.LAUNCH_COMMANDS, kept);
    bus.send(Topic.LAUNCH_COMMANDS, recalled);
    bus.send(
        Topic.LAUNCH_COMMANDS,
        new RecallRunner(
            recalled.runner(), recalled.pool(), DOMAIN, new DecisionId("d-2"), Instant.now()));
    LaunchFailed failed = awaitEvent(recalled.runner(), LaunchFailed.class);
    bus.send(Topic.POOLS, Pools.docker(pool));
    awaitEvent(kept.runner(), RunnerLaunched.class);

    // Then
    assertThat(failed.reason()).isEqualTo(LaunchFailed.Reason.RECALLED);
    assertThat(bus.events(recalled.runner().value())).hasSize(1);
  }

  @Test
  void shouldSayWhatIsWrongWithAPool() {
    // Given
    String pool = newPool();
    bus.send(Topic.POOLS, Pools.withSubnet(pool, "subnet-0123456789abcdef0"));
    LaunchRunner order = order(pool, 1);

    // When
    bus.send(Topic.LAUNCH_COMMANDS, order);
    LaunchFailed failed = awaitEvent(order.runner(), LaunchFailed.class);

    // Then
    assertThat(failed.reason()).isEqualTo(LaunchFailed.Reason.BAD_CONFIGURATION);
    assertThat(failed.detail()).isEqualTo("InvalidSubnetID.NotFound");
  }

  @Test
  void shouldAnswerWrongQuestionsWithWhatWasExpected() {
    given().get("/runners?limit=0").then().statusCode(400).body("field", equalTo("limit"));
    given().get("/runners?state=flying").then().statusCode(400).body("field", equalTo("state"));
    given().get("/runners/nobody").then().statusCode(404);
    given().get("/launches?cursor=noon").then().statusCode(400).body("field", equalTo("cursor"));
    given().get("/unavailable-offerings").then().statusCode(200);
    given().delete("/unavailable-offerings").then().statusCode(204);
  }

  private static List<String> pageByPage() {
    List<String> ids = new ArrayList<>();
    String cursor = Instant.now().plusSeconds(60) + " ";
    while (cursor != null) {
      JsonPath page = given().queryParam("cursor", cursor).get("/launches?limit=7").jsonPath();
      ids.addAll(page.getList("items.id"));
      cursor = page.getString("next");
    }
    return ids;
  }

  private <E extends RunnerEvent> E awaitEvent(RunnerId runner, Class<E> type) {
    return await()
        .atMost(SOON)
        .until(
            () ->
                bus.events(runner.value()).stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }

  private static String newPool() {
    return "pool-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private static LaunchRunner order(String pool, int revision) {
    return new LaunchRunner(
        new RunnerId(UUID.randomUUID().toString()),
        new PoolName(pool),
        DOMAIN,
        revision,
        LaunchRunner.Purpose.WAITING_JOB,
        null,
        new DecisionId("d-1"),
        Instant.now());
  }
}
