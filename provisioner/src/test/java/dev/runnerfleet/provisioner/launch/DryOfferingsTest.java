package dev.runnerfleet.provisioner.launch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.provisioner.Bus;
import dev.runnerfleet.provisioner.Database;
import dev.runnerfleet.provisioner.Machines;
import dev.runnerfleet.provisioner.Pools;
import dev.runnerfleet.testkit.BackingServices;
import dev.runnerfleet.testkit.SandboxProcess;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What EC2 lacks, over the wire. Each test has instance types of its own to run dry. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(SandboxProcess.class)
class DryOfferingsTest {

  private static final Market FALLING_BACK = new Market(Market.Spot.PREFERRED, true);

  private final Bus bus = new Bus();

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void shouldTakeMachinesAndErrorsOfOneAnswerAndAskTheDryOfferingsNoMore() {
    // Given
    String pool = pool(FALLING_BACK, "c6i.large", "c7i.2xlarge");
    String fault =
        Machines.fault(
            Map.of(
                "kind", "fail-offering",
                "types", List.of("c6i.large"),
                "code", "InsufficientInstanceCapacity"));

    // When
    List<RunnerLaunched> launched = new ArrayList<>(Machines.launch(bus, pool, 3));
    Machines.lift(fault);
    launched.addAll(Machines.launch(bus, pool, 3));

    // Then
    assertThat(launched)
        .extracting(RunnerLaunched::offering)
        .extracting(Offering::instanceType)
        .containsOnly("c7i.2xlarge");
    given()
        .get("/unavailable-offerings?instanceType=c6i.large")
        .then()
        .statusCode(200)
        .body("items", hasSize(2))
        .body("items.closed", everyItem(equalTo(true)))
        .body("items.code", everyItem(equalTo("InsufficientInstanceCapacity")))
        .body("next", equalTo(null));
    given()
        .get("/unavailable-offerings?instanceType=c6i.large&limit=1")
        .then()
        .body("items", hasSize(1))
        .body("next", equalTo("c6i.large us-east-1a SPOT"));
    given()
        .queryParam("cursor", "c6i.large us-east-1a SPOT")
        .get("/unavailable-offerings?instanceType=c6i.large")
        .then()
        .body("items.where", equalTo(List.of("us-east-1b")));
  }

  @Test
  void shouldFallBackToOnDemandButNeverForAJobThatAsksForSpot() {
    // Given
    String pool = pool(FALLING_BACK, "r7i.large");
    String dry =
        Machines.fault(
            Map.of("kind", "run-dry", "types", List.of("r7i.large"), "markets", List.of("spot")));

    // When
    RunnerLaunched launched = Machines.launch(bus, pool);
    LaunchFailed failed = Machines.failToLaunch(bus, Machines.order(pool, Offering.Market.SPOT));
    Machines.lift(dry);
    given().delete("/unavailable-offerings?instanceType=r7i.large").then().statusCode(204);
    RunnerLaunched back = Machines.launch(bus, pool);

    // Then
    assertThat(launched.offering().market()).isEqualTo(Offering.Market.ON_DEMAND);
    assertThat(launched.hourlyPrice()).isEqualTo(Usd.of("0.1323"));
    assertThat(failed.reason()).isEqualTo(LaunchFailed.Reason.NO_CAPACITY);
    assertThat(failed.detail()).isEqualTo("InsufficientInstanceCapacity");
    assertThat(back.offering().market()).isEqualTo(Offering.Market.SPOT);
    assertThat(back.hourlyPrice().amount()).isLessThan(launched.hourlyPrice().amount());
  }

  @Test
  void shouldCloseSpotAsAWholeWhenItsQuotaIsUsedUp() {
    // Given
    String pool = pool(FALLING_BACK, "m6i.xlarge");
    String fault =
        Machines.fault(
            Map.of(
                "kind",
                "fail-offering",
                "types",
                List.of("m6i.xlarge"),
                "markets",
                List.of("spot"),
                "code",
                "MaxSpotInstanceCountExceeded"));

    // When
    RunnerLaunched launched = Machines.launch(bus, pool);
    Machines.lift(fault);
    List<String> closed =
        given().get("/unavailable-offerings?where=us-east-1").path("items.instanceType");
    given().delete("/unavailable-offerings?where=us-east-1").then().statusCode(204);

    // Then
    assertThat(launched.offering().market()).isEqualTo(Offering.Market.ON_DEMAND);
    assertThat(closed).containsExactly("*");
    assertThat(Machines.launch(bus, pool).offering().market()).isEqualTo(Offering.Market.SPOT);
  }

  @Test
  void shouldLeaveASubnetAloneThatHasNoAddressLeftWhateverTheType() {
    // Given
    String pool = pool(new Market(Market.Spot.NEVER, false), "c7i.xlarge");
    String fault =
        Machines.fault(
            Map.of(
                "kind", "fail-offering",
                "types", List.of("c7i.xlarge"),
                "code", "InsufficientFreeAddressesInSubnet"));

    // When
    LaunchFailed failed = Machines.failToLaunch(bus, Machines.order(pool));
    Machines.lift(fault);
    List<String> closed =
        given().get("/unavailable-offerings?instanceType=*&market=on_demand").path("items.where");
    closed.forEach(
        subnet -> given().delete("/unavailable-offerings?where=" + subnet).then().statusCode(204));

    // Then
    assertThat(failed.reason()).isEqualTo(LaunchFailed.Reason.NO_CAPACITY);
    assertThat(closed).containsExactly("subnet-0a", "subnet-0b");
    assertThat(Machines.launch(bus, pool).offering().market()).isEqualTo(Offering.Market.ON_DEMAND);
  }

  @Test
  void shouldDoWithoutSpotAfterManyInterruptionsUntilOneMachineShowsThatItHolds() {
    // Given
    String pool = pool(FALLING_BACK, "m7a.large");
    List<RunnerLaunched> interrupted = Machines.launch(bus, pool, 5);

    // When
    interrupted.forEach(this::interrupt);
    await()
        .atMost(Machines.SOON)
        .until(() -> given().get("/q/metrics").asString().contains(breaker(pool) + " 1.0"));
    given().delete("/unavailable-offerings?instanceType=m7a.large").then().statusCode(204);
    RunnerLaunched open = Machines.launch(bus, pool);
    Database.change(
        "update provisioner.spot_breaker set opened_at = opened_at - interval '1 hour'"
            + " where pool = ?",
        pool);
    RunnerLaunched trial = Machines.launch(bus, pool);
    RunnerLaunched closed = Machines.launch(bus, pool);

    // Then
    assertThat(interrupted).allMatch(each -> each.offering().market() == Offering.Market.SPOT);
    assertThat(open.offering().market()).isEqualTo(Offering.Market.ON_DEMAND);
    assertThat(trial.offering().market()).isEqualTo(Offering.Market.SPOT);
    assertThat(closed.offering().market()).isEqualTo(Offering.Market.SPOT);
  }

  @Test
  void shouldBuyTheOnDemandBaseBeforeAnySpot() {
    // Given
    String pool = pool(new Market(Market.Spot.PREFERRED, true, 2, null), "m6a.large");

    // When
    List<RunnerLaunched> launched = Machines.launch(bus, pool, 5);

    // Then
    assertThat(launched)
        .extracting(each -> each.offering().market())
        .containsExactlyInAnyOrder(
            Offering.Market.ON_DEMAND,
            Offering.Market.ON_DEMAND,
            Offering.Market.SPOT,
            Offering.Market.SPOT,
            Offering.Market.SPOT);
  }

  private String pool(Market market, String... types) {
    String pool = Machines.newPool();
    bus.send(Topic.POOLS, Pools.of(pool, market, types));
    return pool;
  }

  private void interrupt(RunnerLaunched launched) {
    bus.send(
        Topic.RUNNER_EVENTS,
        new RunnerInterrupted(
            launched.runner(),
            launched.pool(),
            launched.instance(),
            RunnerInterrupted.Kind.SPOT_INTERRUPTION,
            Instant.now().plusSeconds(120),
            Instant.now()));
  }

  private static String breaker(String pool) {
    return "runnerfleet_spot_breaker{pool=\"%s\"}".formatted(pool);
  }
}
