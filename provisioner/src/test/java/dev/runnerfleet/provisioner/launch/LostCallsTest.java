package dev.runnerfleet.provisioner.launch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.notNullValue;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.launch.RecallRunner;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.retire.TerminateRunner;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.PoolPrepared;
import dev.runnerfleet.contracts.runner.PoolStopped;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that EC2 refused, whose answer was lost, or that nobody wants any more, over the wire. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(SandboxProcess.class)
class LostCallsTest {

  private final Bus bus = new Bus();
  private final String pool = Machines.newPool();

  @BeforeEach
  void makePool() {
    bus.send(Topic.POOLS, Pools.of(pool, new Market(Market.Spot.PREFERRED, true), "m7i.xlarge"));
    Machines.awaitEvent(bus, pool, PoolPrepared.class);
  }

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void shouldGiveTheMachinesOfALostCallToItsRunners() {
    // Given
    List<RunnerLaunched> launched = Machines.launch(bus, pool, 2);

    // When
    launched.forEach(this::loseTheAnswer);

    // Then
    for (RunnerLaunched each : launched) {
      assertThat(launchedAgain(each).instance()).isEqualTo(each.instance());
    }
    assertThat(liveMachines()).isEqualTo(2);
  }

  @Test
  void shouldMintANewTokenWhenTheMachinesOfTheOldOneAreDead() {
    // Given
    RunnerLaunched launched = Machines.launch(bus, pool);
    Machines.kill(launched.instance().value());

    // When
    loseTheAnswer(launched);

    // Then
    assertThat(launchedAgain(launched).instance()).isNotEqualTo(launched.instance());
    assertThat(liveMachines()).isEqualTo(1);
    given()
        .get("/launches")
        .then()
        .body("items.find { it.pool == '%s' && it.attempt == 2 }".formatted(pool), notNullValue());
  }

  @Test
  void shouldRepeatACallThatWasOneTooManyWithItsToken() {
    // Given
    Machines.fault(Map.of("kind", "throttle-api", "actions", List.of("CreateFleet"), "count", 1));

    // When
    Machines.launch(bus, pool);

    // Then
    given()
        .get("/launches")
        .then()
        .body(
            "items.find { it.pool == '%s' && it.attempt == 1 && it.tries == 1 }".formatted(pool),
            notNullValue());
    assertThat(given().get("/unavailable-offerings?instanceType=m7i.xlarge").<List<?>>path("items"))
        .isEmpty();
    assertThat(liveMachines()).isEqualTo(1);
  }

  @Test
  void shouldHaveAMachineTerminatedThatWasRecalledTooLateAndDropAnOrderThatGotNone() {
    // Given
    LaunchRunner gets = Machines.order(pool);
    LaunchRunner getsNone = Machines.order(pool);
    stall(1);

    // When
    bus.send(Topic.LAUNCH_COMMANDS, gets);
    recallOnceCalled(gets);
    RunnerLaunched launched = Machines.awaitEvent(bus, gets.runner().value(), RunnerLaunched.class);
    stall(1);
    String dry =
        Machines.fault(
            Map.of(
                "kind",
                "fail-offering",
                "types",
                List.of("m7i.xlarge"),
                "code",
                "InsufficientInstanceCapacity"));
    bus.send(Topic.LAUNCH_COMMANDS, getsNone);
    recallOnceCalled(getsNone);
    LaunchFailed failed = Machines.awaitEvent(bus, getsNone.runner().value(), LaunchFailed.class);
    Machines.lift(dry);
    given().delete("/unavailable-offerings?instanceType=m7i.xlarge").then().statusCode(204);

    // Then
    assertThat(failed.reason()).isEqualTo(LaunchFailed.Reason.RECALLED);
    assertThat(bus.events(launched.runner().value())).containsExactly(launched);
    await().atMost(Machines.SOON).until(() -> !bus.retirements(launched.runner()).isEmpty());
    assertThat(bus.retirements(launched.runner()))
        .singleElement()
        .isInstanceOfSatisfying(
            TerminateRunner.class,
            order -> {
              assertThat(order.reason()).isEqualTo(RetirementReason.RECALLED);
              assertThat(order.decision()).isEqualTo(new DecisionId("d-2"));
            });
    assertThat(bus.retirements(getsNone.runner())).isEmpty();
  }

  @Test
  void shouldHaveAMachineTerminatedThatIsRecalledWhileItBoots() {
    // Given
    RunnerLaunched launched = Machines.launch(bus, pool);

    // When
    bus.send(Topic.LAUNCH_COMMANDS, recall(launched.runner()));

    // Then
    await().atMost(Machines.SOON).until(() -> !bus.retirements(launched.runner()).isEmpty());
    assertThat(bus.events(launched.runner().value())).containsExactly(launched);
  }

  @Test
  void shouldMakeATemplateAnewThatSomebodyDeleted() {
    // Given
    Machines.launch(bus, pool);
    Machines.ec2("DeleteLaunchTemplate&LaunchTemplateName=runnerfleet-runnerfleet-" + pool);

    // When
    RunnerLaunched launched = Machines.launch(bus, pool);

    // Then
    assertThat(launched.poolRevision()).isEqualTo(1);
    assertThat(liveMachines()).isEqualTo(2);
  }

  @Test
  void shouldPutThePoolsTagsOnInstanceVolumeAndFleet() {
    // Given
    String instance = Machines.launch(bus, pool).instance().value();

    // When
    String tags =
        Machines.ec2("DescribeTags&Filter.1.Name=tag:team&Filter.1.Value.1=ci&MaxResults=1000");
    String described = Machines.ec2("DescribeInstances&InstanceId.1=" + instance);
    String volume = described.replaceAll("(?s).*<volumeId>([^<]*)</volumeId>.*", "$1");
    String fleet =
        described.replaceAll("(?s).*<key>aws:ec2:fleet-id</key>\\s*<value>([^<]*)</value>.*", "$1");

    // Then
    assertThat(tags)
        .contains("<resourceId>" + instance + "</resourceId>")
        .contains("<resourceId>" + volume + "</resourceId>")
        .contains("<resourceId>" + fleet + "</resourceId>");
  }

  @Test
  void shouldTryAPoolAgainOnceOurRightsMayHaveBeenMended() {
    // Given
    Machines.fault(
        Map.of(
            "kind",
            "fail-api",
            "actions",
            List.of("CreateFleet"),
            "code",
            "UnauthorizedOperation",
            "status",
            403,
            "count",
            1));

    // When
    LaunchFailed failed = Machines.failToLaunch(bus, Machines.order(pool));
    PoolStopped stopped = Machines.awaitEvent(bus, pool, PoolStopped.class);
    Database.change("update provisioner.pool set look_again_at = now() where name = ?", pool);
    Machines.awaitEvents(bus, pool, PoolPrepared.class, 2);

    // Then
    assertThat(failed.reason()).isEqualTo(LaunchFailed.Reason.BAD_CONFIGURATION);
    assertThat(stopped.detail())
        .startsWith("UnauthorizedOperation: check the provisioner's rights");
    assertThat(stopped.probeAt()).isAfter(stopped.at());
    Machines.launch(bus, pool);
  }

  private void stall(int calls) {
    Machines.fault(
        Map.of(
            "kind", "stall-api", "actions", List.of("CreateFleet"), "by", "PT2S", "count", calls));
  }

  private void recallOnceCalled(LaunchRunner order) {
    await()
        .atMost(Machines.SOON)
        .until(() -> "CALLED".equals(given().get("/runners/" + order.runner()).path("state")));
    bus.send(Topic.LAUNCH_COMMANDS, recall(order.runner()));
  }

  private RecallRunner recall(RunnerId runner) {
    return new RecallRunner(
        runner,
        new PoolName(pool),
        new ThrottleDomain("self/us-east-1"),
        new DecisionId("d-2"),
        Instant.now());
  }

  /** As if the provisioner had died between EC2's answer and its commit. */
  private void loseTheAnswer(RunnerLaunched launched) {
    Database.change(
        """
        with lost as (
          update provisioner.runner set state = 'CALLED', instance = null, launched_at = null
          where id = ? returning launch)
        update provisioner.launch set state = 'CALLING', due_at = now(), finished_at = null
        where id in (select launch from lost)
        """,
        launched.runner().value());
  }

  private RunnerLaunched launchedAgain(RunnerLaunched before) {
    return Machines.awaitEvents(bus, before.runner().value(), RunnerLaunched.class, 2).getLast();
  }

  private long liveMachines() {
    String found =
        Machines.ec2(
            "DescribeInstances&MaxResults=1000&Filter.1.Name=tag:runnerfleet:pool&Filter.1.Value.1="
                + pool
                + "&Filter.2.Name=instance-state-name&Filter.2.Value.1=pending"
                + "&Filter.2.Value.2=running");
    return found.split("<instanceId>", -1).length - 1L;
  }
}
