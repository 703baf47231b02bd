package dev.runnerfleet.reaper;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.LookAhead;
import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.pool.Match;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.reaper.SandboxFleet.Member;
import dev.runnerfleet.testkit.BackingServices;
import dev.runnerfleet.testkit.SandboxProcess;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The reaper between the sandbox's AWS and GitLab. All tests share them and one start of the
 * reaper, so each has machines of its own, and a pool of its own where sweeps take some: what they
 * take counts for a minute.
 */
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(
    value = SandboxProcess.class,
    initArgs = @ResourceArg(name = "runnerfleet.sandbox.boot-time", value = "PT0.2S"))
@QuarkusTestResource(QuickReaper.class)
abstract class OverTheWire {

  static final Duration SOON = Duration.ofSeconds(30);

  /** Has interrupted jobs retried. */
  static final PoolName RETRIES = new PoolName("retries");

  /** Leaves interrupted jobs as they are. */
  static final PoolName LEAVES = new PoolName("leaves");

  /** What a machine says of the jobs that it aborts, before GitLab Runner 19.1. */
  static final java.util.Map<String, String> LOST =
      java.util.Map.of("state", "failed", "failure_reason", "runner_system_failure");

  private static @Nullable SandboxFleet only;

  Told fleet;
  SandboxFleet sandbox;

  @BeforeEach
  void begin() {
    fleet = new Told(setting("kafka.bootstrap.servers"));
    sandbox = shared(fleet);
    fleet.send(Topic.POOLS, pool(RETRIES, true));
    fleet.send(Topic.POOLS, pool(LEAVES, false));
  }

  @AfterEach
  void end() {
    sandbox.liftFaults();
    fleet.close();
  }

  private static synchronized SandboxFleet shared(Told fleet) {
    if (only == null) {
      only =
          new SandboxFleet(
              setting("runnerfleet.sandbox.url"), setting("runnerfleet.sqs.endpoint"), fleet);
    }
    return only.tellingOf(fleet);
  }

  static String setting(String key) {
    return ConfigProvider.getConfig().getValue(key, String.class);
  }

  <E extends RunnerEvent> List<E> told(Class<E> kind, Member member) {
    return fleet.events(kind).stream()
        .filter(event -> event.key().equals(member.runner().toString()))
        .toList();
  }

  <E extends RunnerEvent> E awaitTold(Class<E> kind, Member member) {
    await().atMost(SOON).until(() -> !told(kind, member).isEmpty());
    return told(kind, member).getFirst();
  }

  RunnerTerminated awaitTerminated(Member member) {
    RunnerTerminated terminated = awaitTold(RunnerTerminated.class, member);
    assertThat(told(RunnerTerminated.class, member)).hasSize(1);
    return terminated;
  }

  static void awaitRescue(long job, String state) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(rescue(job, "state")).as("job %d", job).isEqualTo(state));
  }

  static void awaitOutcome(long job, String outcome) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(rescue(job, "outcome")).as("job %d", job).isEqualTo(outcome));
  }

  static @Nullable String rescue(long job, String field) {
    return given()
        .get("/jobs")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getString("find { it.job == %d }.%s".formatted(job, field));
  }

  static String metrics() {
    return given().accept("text/plain").get("/q/metrics").then().extract().asString();
  }

  /** A counter's value, all its series taken together; zero where there is none yet. */
  static double metric(String series) {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  static PoolSpec pool(PoolName name, boolean retries) {
    return pool(name, retries, Duration.ZERO);
  }

  static PoolSpec pool(PoolName name, boolean retries, Duration maxLifetime) {
    return new PoolSpec(
        name,
        1,
        "us-east-1",
        new RegistrationScope(RegistrationScope.Kind.INSTANCE, null),
        new Match(Set.of("docker"), false, false),
        new Machine(
            Machine.Executor.DOCKER,
            "ami-1",
            List.of("m7i.large"),
            List.of("subnet-0a"),
            List.of("sg-0f"),
            null,
            20),
        new Market(Market.Spot.PREFERRED, true),
        new Capacity(1, 20, 0, Duration.ofMinutes(1), 0, 0, maxLifetime),
        List.of(),
        Budget.NONE,
        retries,
        LookAhead.OFF);
  }
}
