package dev.runnerfleet.provisioner.pool;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.pool.Needs;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.PoolPrepared;
import dev.runnerfleet.contracts.runner.PoolStopped;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(SandboxProcess.class)
class PoolsTest {

  private final Bus bus = new Bus();

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void shouldPickTheCheapestTypesThatAPoolNeedsAndSayWhich() {
    // Given
    String pool = Machines.newPool();

    // When
    bus.send(
        Topic.POOLS,
        Pools.withNeeds(pool, new Needs(2, 2, 8, 8, Needs.Architecture.X86_64, false)));
    PoolPrepared prepared = Machines.awaitEvent(bus, pool, PoolPrepared.class);
    RunnerLaunched launched = Machines.launch(bus, pool);

    // Then
    List<String> types = given().get("/pools/" + pool).then().extract().path("instanceTypes");
    assertThat(types).contains("m7i.large", "m6i.large", "m7a.large", "m6a.large");
    assertThat(types).doesNotContain("m7g.large", "t3.large", "c7i.large", "r7i.large");
    assertThat(types).contains(launched.offering().instanceType());
    assertThat(prepared.hourlyPrice().amount()).isPositive();
    assertThat(prepared.image()).startsWith("ami-");
    assertThat(launched.image()).isEqualTo(prepared.image());
  }

  @Test
  void shouldStopAPoolThatAwsRefusesUntilItIsChanged() {
    // Given
    String pool = Machines.newPool();
    bus.send(Topic.POOLS, Pools.withSubnet(pool, "subnet-nowhere"));

    // When
    PoolStopped stopped = Machines.awaitEvent(bus, pool, PoolStopped.class);
    LaunchRunner order = Machines.order(pool);
    bus.send(Topic.LAUNCH_COMMANDS, order);
    LaunchFailed failed = Machines.awaitEvent(bus, order.runner().value(), LaunchFailed.class);
    given()
        .get("/pools/" + pool)
        .then()
        .statusCode(200)
        .body("stop.reason", equalTo("BAD_CONFIGURATION"))
        .body("stop.detail", startsWith("InvalidSubnetID.NotFound"));
    bus.send(Topic.POOLS, Pools.revised(pool, 2));
    PoolPrepared prepared = Machines.awaitEvent(bus, pool, PoolPrepared.class);

    // Then
    assertThat(stopped.reason()).isEqualTo(PoolStopped.Reason.BAD_CONFIGURATION);
    assertThat(stopped.detail()).contains("machine.subnets");
    assertThat(failed.reason()).isEqualTo(LaunchFailed.Reason.BAD_CONFIGURATION);
    assertThat(prepared.revision()).isEqualTo(2);
    Machines.launch(bus, pool);
    given().get("/pools/nowhere").then().statusCode(404);
  }

  @Test
  void shouldStopAPoolWhoseMachinesNeverEnrolUntilAProbeDoes() {
    // Given
    String pool = Machines.newPool();
    bus.send(Topic.POOLS, Pools.docker(pool));
    for (int i = 0; i < 5; i++) {
      neverEnrols(Machines.launch(bus, pool));
    }

    // When
    PoolStopped stopped = Machines.awaitEvent(bus, pool, PoolStopped.class);
    LaunchRunner early = Machines.order(pool);
    bus.send(Topic.LAUNCH_COMMANDS, early);
    LaunchFailed failed = Machines.awaitEvent(bus, early.runner().value(), LaunchFailed.class);
    Database.change("update provisioner.pool set probe_at = now() where name = ?", pool);
    RunnerLaunched probe = Machines.launch(bus, pool);
    given()
        .get("/pools/" + pool)
        .then()
        .body("stop.reason", equalTo("NEVER_ENROLS"))
        .body("stop.probe", equalTo(probe.runner().value()));
    LaunchRunner beside = Machines.order(pool);
    bus.send(Topic.LAUNCH_COMMANDS, beside);
    Machines.awaitEvent(bus, beside.runner().value(), LaunchFailed.class);
    Machines.enrol(Machines.identity(probe.instance().value())).then().statusCode(200);

    // Then
    Machines.awaitEvents(bus, pool, PoolPrepared.class, 2);
    Machines.launch(bus, pool);
    assertThat(stopped.reason()).isEqualTo(PoolStopped.Reason.NEVER_ENROLS);
    assertThat(stopped.probeAt()).isAfter(stopped.at());
    assertThat(failed.detail()).isEqualTo("NEVER_ENROLS");
    given().get("/pools/" + pool).then().body("stop", equalTo(null));
  }

  private void neverEnrols(RunnerLaunched launched) {
    RunnerTerminated gone =
        new RunnerTerminated(
            launched.runner(),
            launched.pool(),
            launched.instance(),
            RetirementReason.NEVER_REGISTERED,
            Instant.now());
    // Twice, as it may come; it counts once.
    bus.send(Topic.RUNNER_EVENTS, gone);
    bus.send(Topic.RUNNER_EVENTS, gone);
  }
}
