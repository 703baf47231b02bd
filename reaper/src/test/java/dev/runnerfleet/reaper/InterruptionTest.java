package dev.runnerfleet.reaper;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.LookAhead;
import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.pool.Match;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import dev.runnerfleet.contracts.retire.DrainRunner;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.RunnerDraining;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.contracts.runner.RunnerKept;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.reaper.SandboxFleet.Member;
import dev.runnerfleet.testkit.BackingServices;
import dev.runnerfleet.testkit.SandboxProcess;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What AWS does to machines, with the sandbox's AWS and GitLab over the wire. */
@QuarkusTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(
    value = SandboxProcess.class,
    restrictToAnnotatedClass = true,
    initArgs = @ResourceArg(name = "runnerfleet.sandbox.boot-time", value = "PT10H"))
@QuarkusTestResource(value = QuickReaper.class, restrictToAnnotatedClass = true)
class InterruptionTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final PoolName RETRIES = new PoolName("retries");
  private static final PoolName LEAVES = new PoolName("leaves");
  private static final Map<String, String> LOST =
      Map.of("state", "failed", "failure_reason", "runner_system_failure");

  private Told fleet;
  private SandboxFleet sandbox;

  @BeforeEach
  void begin() {
    var config = ConfigProvider.getConfig();
    fleet = new Told(config.getValue("kafka.bootstrap.servers", String.class));
    sandbox =
        new SandboxFleet(
            config.getValue("runnerfleet.sandbox.url", String.class),
            config.getValue("runnerfleet.sqs.endpoint", String.class),
            fleet);
    fleet.send(Topic.POOLS, pool(RETRIES, true));
    fleet.send(Topic.POOLS, pool(LEAVES, false));
  }

  /**
   * What is started after this one in the same process registers its meters anew: the registry of
   * all is static, and a gauge of the one before would stand in their place.
   */
  @AfterAll
  static void forgetMeters() {
    Metrics.globalRegistry.clear();
  }

  @AfterEach
  void end() {
    sandbox.close();
    fleet.close();
  }

  /** The last, as a clock that went back would find everything due later and its buckets dry. */
  @Test
  @Order(Integer.MAX_VALUE)
  void shouldPauseAtOnceAndRetryTheJobShortlyBeforeAwsTakesTheMachine() {
    // Given
    Member member = sandbox.launch(RETRIES);
    long job = sandbox.makeJob("int/retried", member.tag(), null);
    assertThat(member.takeJob()).isEqualTo(job);

    // When
    sandbox.order("/instances/%s/interrupt".formatted(member.instance()), null);

    // Then
    await().atMost(SOON).until(() -> sandbox.paused(member));
    RunnerInterrupted told = interrupted(member, RunnerInterrupted.Kind.SPOT_INTERRUPTION);
    assertThat(Duration.between(told.at(), told.deadline())).isEqualTo(Duration.ofMinutes(2));
    awaitRescue(job, "Watched");
    assertThat(sandbox.jobStatus("int/retried", job)).isEqualTo("running");
    ShiftedClock.runAhead(Duration.ofSeconds(112));
    awaitRescue(job, "Retried");
    assertThat(sandbox.jobStatus("int/retried", job)).isEqualTo("canceled");
    assertThat(sandbox.jobs("int/retried").getList("findAll { it.status == 'pending' }"))
        .hasSize(1);
    await().atMost(SOON).until(() -> terminated(member));
    assertThat(sandbox.registered(member)).isFalse();
  }

  @Test
  void shouldRetryAJobThatItsMachineAbortedAndLeaveThoseOfPoolsThatDoNotWantIt() {
    // Given
    Member one = sandbox.launch(RETRIES);
    Member other = sandbox.launch(LEAVES);
    long retried = sandbox.makeJob("int/one", one.tag(), null);
    long left = sandbox.makeJob("int/other", other.tag(), null);
    one.takeJob();
    other.takeJob();
    for (Member member : List.of(one, other)) {
      sandbox.order("/instances/%s/interrupt".formatted(member.instance()), null);
    }
    awaitRescue(retried, "Watched");
    awaitRescue(left, "Watched");

    // When
    one.endJob(LOST);
    other.endJob(LOST);

    // Then
    awaitOutcome(left, "NOT_WANTED");
    awaitRescue(retried, "Retried");
    assertThat(sandbox.jobs("int/other").getList("id")).hasSize(1);
    assertThat(sandbox.jobs("int/one").getList("id")).hasSize(2);
  }

  @Test
  void shouldNeverRetryWhatWasCanceledOrWhatThePipelineRetriesItself() {
    // Given
    Member one = sandbox.launch(RETRIES);
    Member other = sandbox.launch(RETRIES);
    long canceled = sandbox.makeJob("int/canceled", one.tag(), null);
    long own = sandbox.makeJob("int/own", other.tag(), Map.of("max", 1));
    one.takeJob();
    other.takeJob();
    for (Member member : List.of(one, other)) {
      sandbox.order("/instances/%s/interrupt".formatted(member.instance()), null);
    }
    awaitRescue(canceled, "Watched");
    awaitRescue(own, "Watched");

    // When
    sandbox.cancelPipeline("int/canceled", canceled);
    other.endJob(LOST);

    // Then
    awaitOutcome(canceled, "CANCELED");
    awaitOutcome(own, "RETRIED_ELSEWHERE");
    assertThat(sandbox.jobs("int/canceled").getList("id")).hasSize(1);
    assertThat(sandbox.jobs("int/own").getList("id")).hasSize(2);
  }

  @Test
  void shouldRetryAtMostTwice() {
    // Given
    long job = sandbox.makeJob("int/often", "shared-" + RETRIES, null);

    // When
    for (int attempt = 0; attempt < 3; attempt++) {
      Member member = sandbox.launch(RETRIES);
      long taken = member.takeJob();
      sandbox.order("/instances/%s/interrupt".formatted(member.instance()), null);
      awaitRescue(taken, "Watched");
      member.endJob(LOST);
      if (attempt == 2) {
        awaitOutcome(taken, "RETRIED_ENOUGH");
      } else {
        awaitRescue(taken, "Retried");
      }
    }

    // Then
    assertThat(sandbox.jobs("int/often").getList("id", Long.class)).hasSize(3).contains(job);
  }

  @Test
  void shouldGiveAMachineThatAwsMayTakeNoNewJobsAndLetItFinish() {
    // Given
    Member member = sandbox.launch(RETRIES);
    sandbox.makeJob("int/rebalance", member.tag(), null);
    member.takeJob();

    // When
    sandbox.order("/instances/%s/rebalance".formatted(member.instance()), null);

    // Then
    await().atMost(SOON).until(() -> sandbox.paused(member));
    assertThat(interrupted(member, RunnerInterrupted.Kind.REBALANCE_RECOMMENDATION).deadline())
        .isNull();
    assertThat(sandbox.state(member.instance().toString())).isNotEqualTo("terminated");
    member.endJob(Map.of("state", "success"));
    await().atMost(SOON).until(() -> terminated(member));
  }

  @Test
  void shouldSettleTheJobOfAMachineThatSomebodyTerminatesInTheConsole() {
    // Given
    Member member = sandbox.launch(RETRIES);
    long job = sandbox.makeJob("int/console", member.tag(), null);
    member.takeJob();

    // When
    sandbox.order("/instances/%s/kill".formatted(member.instance()), null);

    // Then
    await().atMost(SOON).until(() -> terminated(member));
    assertThat(sandbox.registered(member)).isFalse();
    awaitRescue(job, "Retried");
  }

  @Test
  void shouldFindAMachineThatWasTerminatedInTheConsoleWithinTwoSweepsThoughNoMessageCame() {
    // Given
    Member member = sandbox.launch(LEAVES);
    sandbox.order(
        "/faults",
        Map.of(
            "kind", "lose-messages",
            "events", List.of("EC2 Instance State-change Notification"),
            "length", "PT10S"));

    // When
    sandbox.order("/instances/%s/kill".formatted(member.instance()), null);

    // Then
    await().atMost(SOON).until(() -> terminated(member));
    assertThat(sandbox.registered(member)).isFalse();
  }

  @Test
  void shouldTakeANoticeOnceAndDeleteWhatIsForeignOrCannotBeRead() {
    // Given
    Member member = sandbox.launch(LEAVES);
    String warning =
        """
        {"version":"0","id":"%s","detail-type":"EC2 Spot Instance Interruption Warning",
         "source":"aws.ec2","account":"123456789012","time":"%s","region":"us-east-1",
         "resources":[],"detail":{"instance-id":"%s","instance-action":"terminate"}}
        """;
    Instant now = Instant.now();

    // When
    sandbox.sendMessage("nobody can read this");
    sandbox.sendMessage("{\"detail-type\":\"Something else\",\"time\":\"" + now + "\"}");
    sandbox.sendMessage(warning.formatted("e-1", now.minusSeconds(90), "i-0fffffffffffffff0"));
    sandbox.sendMessage(warning.formatted("e-2", now, member.instance()));
    sandbox.sendMessage(warning.formatted("e-2", now, member.instance()));

    // Then
    interrupted(member, RunnerInterrupted.Kind.SPOT_INTERRUPTION);
    await().atMost(SOON).until(() -> sandbox.messagesLeft() == 0);
    assertThat(
            fleet.events(RunnerInterrupted.class).stream()
                .filter(event -> event.runner().equals(member.runner())))
        .hasSize(1);
    given()
        .accept("text/plain")
        .get("/q/metrics")
        .then()
        .body(containsString("runnerfleet_notices_total{result=\"unreadable\",} 2.0"))
        .body(containsString("runnerfleet_notice_delay_seconds_count"));
  }

  @Test
  void shouldLeaveAMachineAloneThatItsTagProtects() {
    // Given
    Member member = sandbox.launch(LEAVES);
    sandbox.tag(member.instance().toString(), "runnerfleet:bypass", "debugging");

    // When
    fleet.send(
        Topic.RETIRE_COMMANDS,
        new DrainRunner(
            member.runner(), LEAVES, RetirementReason.IDLE, new DecisionId("d-1"), Instant.now()));

    // Then
    await()
        .atMost(SOON)
        .until(
            () ->
                fleet.events(RunnerKept.class).stream()
                    .anyMatch(event -> event.runner().equals(member.runner())));
    given()
        .contentType("application/json")
        .body(Map.of("force", true))
        .post("/runners/%s/terminate".formatted(member.runner()))
        .then()
        .statusCode(409)
        .body("detail", containsString("runnerfleet:bypass"));
    assertThat(sandbox.paused(member)).isFalse();
    assertThat(sandbox.state(member.instance().toString())).isIn("pending", "running");
  }

  @Test
  void shouldHoldNoDrainUpForAnothersSlowAnswer() {
    // Given
    Member slow = sandbox.launch(LEAVES);
    Member quick = sandbox.launch(LEAVES);
    sandbox.order(
        "/faults",
        Map.of(
            "kind",
            "slow-gitlab",
            "methods",
            List.of("PUT"),
            "paths",
            List.of("/runners/" + slow.gitLabRunner()),
            "by",
            "PT9S",
            "count",
            1));

    // When
    for (Member member : List.of(slow, quick)) {
      fleet.send(
          Topic.RETIRE_COMMANDS,
          new DrainRunner(
              member.runner(),
              LEAVES,
              RetirementReason.POOL_CLOSED,
              new DecisionId("d-1"),
              Instant.now()));
    }

    // Then
    await().atMost(SOON).until(() -> draining(quick));
    assertThat(draining(slow)).isFalse();
    await().atMost(SOON).until(() -> terminated(slow));
  }

  @Test
  void shouldKeepABookOfWhatOperatorsForce() {
    // Given
    Member member = sandbox.launch(RETRIES);
    long job = sandbox.makeJob("int/forced", member.tag(), null);
    member.takeJob();
    await()
        .atMost(SOON)
        .until(
            () -> given().post("/runners/%s/drain".formatted(member.runner())).statusCode() == 202);

    // When
    given()
        .contentType("application/json")
        .body(Map.of("force", true, "reason", "it mines coins"))
        .post("/runners/%s/terminate".formatted(member.runner()))
        .then()
        .statusCode(202);

    // Then
    await().atMost(SOON).until(() -> terminated(member));
    given()
        .get("/operator-orders")
        .then()
        .body("find { it.force }.reason", equalTo("it mines coins"))
        .body("find { it.force }.runner", equalTo(member.runner().toString()));
    awaitOutcome(job, "NOT_WANTED");
    assertThat(sandbox.jobs("int/forced").getList("id")).hasSize(1);
  }

  private RunnerInterrupted interrupted(Member member, RunnerInterrupted.Kind kind) {
    await().atMost(SOON).until(() -> told(member, kind).size() > 0);
    return told(member, kind).getFirst();
  }

  private List<RunnerInterrupted> told(Member member, RunnerInterrupted.Kind kind) {
    return fleet.events(RunnerInterrupted.class).stream()
        .filter(event -> event.runner().equals(member.runner()) && event.kind() == kind)
        .toList();
  }

  private boolean draining(Member member) {
    return fleet.events(RunnerDraining.class).stream()
        .anyMatch(event -> event.runner().equals(member.runner()));
  }

  private boolean terminated(Member member) {
    return fleet.events(RunnerTerminated.class).stream()
        .anyMatch(event -> event.runner().equals(member.runner()));
  }

  private static void awaitRescue(long job, String state) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(rescue(job, "state")).as("job %d", job).isEqualTo(state));
  }

  private static void awaitOutcome(long job, String outcome) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(rescue(job, "outcome")).as("job %d", job).isEqualTo(outcome));
  }

  private static @org.jspecify.annotations.Nullable String rescue(long job, String field) {
    return given()
        .get("/jobs")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getString("find { it.job == %d }.%s".formatted(job, field));
  }

  private static PoolSpec pool(PoolName name, boolean retries) {
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
        new Capacity(1, 20, 0, Duration.ofMinutes(1), 0, 0, Duration.ZERO),
        List.of(),
        Budget.NONE,
        retries,
        LookAhead.OFF);
  }
}
