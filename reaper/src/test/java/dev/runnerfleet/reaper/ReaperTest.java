package dev.runnerfleet.reaper;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.Usd;
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
import dev.runnerfleet.contracts.retire.TerminateRunner;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.runner.OrphanFound;
import dev.runnerfleet.contracts.runner.RunnerDraining;
import dev.runnerfleet.contracts.runner.RunnerKept;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(value = FakeOutside.class, restrictToAnnotatedClass = true)
class ReaperTest {

  private static final Duration SOON = Duration.ofSeconds(15);
  private static final PoolName POOL = new PoolName("linux-docker");

  /**
   * What sweeps close counts for a minute, and the guard would hold back the next test's orphan.
   */
  private static final PoolName LOST = new PoolName("linux-lost");

  private static final Instant LAUNCHED = Instant.parse("2026-03-01T10:00:00Z");

  private Told fleet;

  @BeforeEach
  void begin() {
    FakeOutside.forget();
    fleet = new Told(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    fleet.send(Topic.POOLS, pool());
  }

  @AfterEach
  void end() {
    fleet.close();
  }

  @Test
  void shouldDrainAnIdleMachine() {
    // Given
    Member member = new Member("r-idle", "i-0000000a", 10);
    member.serves();

    // When
    fleet.send(Topic.RETIRE_COMMANDS, member.drain(RetirementReason.IDLE));

    // Then
    await().atMost(SOON).until(() -> terminated(member));
    RunnerTerminated event = theOnly(RunnerTerminated.class, member);
    assertThat(event.cause()).isEqualTo(RetirementReason.IDLE);
    assertThat(event.instance()).isEqualTo(member.instance());
    assertThat(draining(member)).isTrue();
    assertThat(FakeOutside.INSTANCES).containsEntry("i-0000000a", "terminated");
    assertThat(FakeOutside.RUNNERS).isEmpty();
    assertThat(FakeOutside.CALLS)
        .filteredOn(Set.of("pause", "jobs", "delete", "terminate")::contains)
        .containsExactly("pause", "jobs", "jobs", "jobs", "delete", "terminate");
    given().get("/drains").then().statusCode(200).body("state", hasItem("Terminated"));
  }

  @Test
  void shouldKeepAMachineThatGotAJobBeforeThePause() {
    // Given
    Member member = new Member("r-busy", "i-0000000b", 11);
    member.serves();
    member.takesJob();

    // When
    fleet.send(Topic.RETIRE_COMMANDS, member.drain(RetirementReason.IDLE));

    // Then
    await()
        .atMost(SOON)
        .until(
            () ->
                fleet.events(RunnerKept.class).stream()
                    .anyMatch(e -> e.runner().equals(member.runner())));
    assertThat(FakeOutside.paused(11)).isFalse();
    assertThat(FakeOutside.INSTANCES).containsEntry("i-0000000b", "running");
  }

  @Test
  void shouldWaitForTheJobWhereTheMachineHasToGo() {
    // Given
    Member member = new Member("r-old", "i-0000000c", 12);
    member.serves();
    member.takesJob();

    // When
    fleet.send(Topic.RETIRE_COMMANDS, member.drain(RetirementReason.MAX_LIFETIME));
    await().atMost(SOON).until(() -> draining(member));
    await().atMost(SOON).until(() -> FakeOutside.CALLS.contains("jobs"));

    // Then
    assertThat(FakeOutside.paused(12)).isTrue();
    member.endsJob();
    await().atMost(SOON).until(() -> terminated(member));
  }

  @Test
  void shouldNeverTerminateOnAListingThatFailed() {
    // Given
    Member member = new Member("r-unsure", "i-0000000d", 13);
    member.serves();
    FakeOutside.BROKEN.add("jobs");

    // When
    fleet.send(Topic.RETIRE_COMMANDS, member.drain(RetirementReason.IDLE));
    await().atMost(SOON).until(() -> calls("jobs") >= 3);

    // Then
    assertThat(calls("terminate")).isZero();
    assertThat(calls("delete")).isZero();
    FakeOutside.BROKEN.clear();
    await().atMost(SOON).until(() -> terminated(member));
  }

  @Test
  void shouldCarryOutAnOrderThatCameBeforeTheMachineWasKnown() {
    // Given
    Member member = new Member("r-early", "i-0000000e", 14);
    fleet.send(Topic.RETIRE_COMMANDS, member.drain(RetirementReason.POOL_CLOSED));
    awaitDrain(member, "Ordered");

    // When
    member.serves();

    // Then
    await().atMost(SOON).until(() -> terminated(member));
  }

  @Test
  void shouldTerminateABootingMachineThatHasNoRunner() {
    // Given
    Member member = new Member("r-boots", "i-0000000f", 15);
    member.launches();

    // When
    fleet.send(Topic.RETIRE_COMMANDS, member.terminate());
    fleet.send(Topic.RETIRE_COMMANDS, member.terminate());

    // Then
    await().atMost(SOON).until(() -> terminated(member));
    assertThat(calls("list-runners")).isGreaterThanOrEqualTo(2);
    theOnly(RunnerTerminated.class, member);
  }

  @Test
  void shouldForgetTheOrderWhenThereNeverWasAMachine() {
    // Given
    Member member = new Member("r-failed", "i-00000010", 16);
    fleet.send(Topic.RETIRE_COMMANDS, member.terminate());
    awaitDrain(member, "Ordered");

    // When
    fleet.send(
        Topic.RUNNER_EVENTS,
        new LaunchFailed(
            member.runner(), POOL, 1, LaunchFailed.Reason.NO_CAPACITY, "none", Instant.now()));

    // Then
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(drainedRunners()).doesNotContain("r-failed"));
  }

  @Test
  void shouldNeedForceToTerminateABusyMachine() {
    // Given
    Member member = new Member("r-forced", "i-00000011", 17);
    member.serves();
    member.takesJob();
    await().atMost(SOON).until(() -> status("/runners/r-forced/terminate") == 409);

    // When
    given()
        .contentType("application/json")
        .body("{\"force\": true}")
        .post("/runners/r-forced/terminate")
        .then()
        .statusCode(202)
        .body("runner", equalTo("r-forced"));

    // Then
    await().atMost(SOON).until(() -> terminated(member));
    assertThat(theOnly(RunnerTerminated.class, member).cause())
        .isEqualTo(RetirementReason.OPERATOR);
  }

  @Test
  void shouldAnswerWithProblems() {
    given().post("/runners/r-nobody/drain").then().statusCode(404).body("status", equalTo(404));
    given()
        .post("/runners/NOT_AN_ID/drain")
        .then()
        .statusCode(400)
        .body("field", equalTo("runnerId"));
  }

  @Test
  void shouldSweepUpWhatNobodyKnows() {
    // Given
    FakeOutside.INSTANCES.put("i-000000aa", "running");
    FakeOutside.RUNNERS.put(
        99L,
        new FakeOutside.GitLabRunner(
            "runnerfleet/runnerfleet/linux-docker/r-gone 1/i-000000bb", false, false));

    // Then
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                given()
                    .post("/sweeps?dry-run=true")
                    .then()
                    .statusCode(200)
                    .body("findings.resource", hasItem("i-000000aa")));
    await().atMost(SOON).until(() -> "terminated".equals(FakeOutside.INSTANCES.get("i-000000aa")));
    await().atMost(SOON).until(() -> FakeOutside.RUNNERS.isEmpty());
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(fleet.events(OrphanFound.class))
                    .extracting(OrphanFound::resource)
                    .contains("i-000000aa", "99"));
    given().get("/orphans").then().statusCode(200).body("resource", hasItem("i-000000aa"));
  }

  @Test
  void shouldTidyUpAfterAMachineThatWasKilledOutside() {
    // Given
    Member member = new Member("r-killed", "i-00000012", 18);
    member.serves();

    // When
    FakeOutside.INSTANCES.put("i-00000012", "terminated");

    // Then
    await().atMost(SOON).until(() -> terminated(member));
    assertThat(FakeOutside.RUNNERS).isEmpty();
  }

  @Test
  void shouldSweepNothingOnAListingThatFailed() {
    // Given
    Member member = new Member("r-stays", "i-00000013", 19);
    member.serves();
    FakeOutside.BROKEN.add("describe");
    FakeOutside.INSTANCES.clear();
    FakeOutside.CALLS.clear();

    // When
    await().atMost(SOON).until(() -> calls("describe") > 8);

    // Then
    assertThat(calls("delete")).isZero();
    assertThat(terminated(member)).isFalse();
    FakeOutside.BROKEN.add("list-runners");
    given().post("/sweeps").then().statusCode(503);
  }

  @Test
  void shouldSweepNothingWhenTheSecondPageFails() {
    // Given
    Member member = new Member("r-page", "i-00000014", 31);
    member.serves();
    FakeOutside.secondPageBroken = true;
    FakeOutside.INSTANCES.clear();
    FakeOutside.CALLS.clear();

    // When
    await().atMost(SOON).until(() -> calls("page-2") > 8);

    // Then
    assertThat(calls("page-1")).isPositive();
    assertThat(calls("delete") + calls("terminate")).isZero();
    assertThat(terminated(member)).isFalse();
    FakeOutside.INSTANCES.put("i-00000014", "running");
  }

  @Test
  void shouldBelieveNothingOfAnotherAccount() {
    // Given
    Member member = new Member("r-account", LOST, "i-00000015", 32);
    member.served();
    FakeOutside.UNLISTED.add("i-00000015");
    await().atMost(SOON).until(() -> calls("describe") > 2);

    // When
    FakeOutside.account = "210987654321";
    FakeOutside.UNLISTED.remove("i-00000015");

    // Then
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                given()
                    .accept("text/plain")
                    .get("/q/metrics")
                    .then()
                    .body(containsString("runnerfleet_wrong_account 1.0")));
    assertThat(terminated(member)).isFalse();
    FakeOutside.account = "123456789012";
    await().atMost(SOON).until(() -> terminated(member));
  }

  @Test
  void shouldCloseAtOnceTheRecordsOfAllMachinesThatEc2DoesNotKnow() {
    // Given
    List<Member> members =
        IntStream.range(0, 5)
            .mapToObj(i -> new Member("r-lost-" + i, LOST, "i-0000002" + i, 20L + i))
            .toList();
    Member known = new Member("r-hidden", LOST, "i-00000030", 30);
    FakeOutside.UNLISTED.add("i-00000030");

    // When
    members.forEach(Member::served);
    known.served();

    // Then
    await().atMost(SOON).until(() -> members.stream().allMatch(this::terminated));
    assertThat(members)
        .extracting(member -> theOnly(RunnerTerminated.class, member).cause())
        .containsOnly(RetirementReason.INTERRUPTED);
    FakeOutside.CALLS.clear();
    await().atMost(SOON).until(() -> calls("ask") > 2);
    assertThat(terminated(known)).isFalse();
    assertThat(calls("terminate")).isZero();
  }

  @Test
  void shouldCountFromZero() {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                given()
                    .accept("text/plain")
                    .get("/q/metrics")
                    .then()
                    .statusCode(200)
                    .body(containsString("runnerfleet_drains{state=\"Paused\""))
                    .body(containsString("runnerfleet_sweep_age_seconds"))
                    .body(
                        containsString("cause=\"NEVER_REGISTERED\",pool=\"linux-docker\",} 0.0")));
  }

  private boolean terminated(Member member) {
    return fleet.events(RunnerTerminated.class).stream()
        .anyMatch(event -> event.runner().equals(member.runner()));
  }

  private boolean draining(Member member) {
    return fleet.events(RunnerDraining.class).stream()
        .anyMatch(event -> event.runner().equals(member.runner()));
  }

  private RunnerTerminated theOnly(Class<RunnerTerminated> kind, Member member) {
    List<RunnerTerminated> found =
        fleet.events(kind).stream().filter(e -> e.runner().equals(member.runner())).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static long calls(String action) {
    return FakeOutside.CALLS.stream().filter(action::equals).count();
  }

  private static int status(String path) {
    return given().contentType("application/json").body("{}").post(path).statusCode();
  }

  private static List<String> drainedRunners() {
    return given().get("/drains").then().extract().jsonPath().getList("runner", String.class);
  }

  private static void awaitDrain(Member member, String state) {
    String path = "find { it.runner == '%s' }.state".formatted(member.runner());
    await()
        .atMost(SOON)
        .untilAsserted(() -> given().get("/drains").then().body(path, equalTo(state)));
  }

  private static PoolSpec pool() {
    return new PoolSpec(
        POOL,
        1,
        "us-east-1",
        new RegistrationScope(RegistrationScope.Kind.INSTANCE, null),
        new Match(Set.of("docker"), true, false),
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
        false,
        LookAhead.OFF);
  }

  /** A machine of the fleet, in the cloud, in GitLab and in the events. */
  private final class Member {
    private final RunnerId runner;
    private final PoolName pool;
    private final InstanceId instance;
    private final long gitLabRunner;

    Member(String runner, String instance, long gitLabRunner) {
      this(runner, POOL, instance, gitLabRunner);
    }

    Member(String runner, PoolName pool, String instance, long gitLabRunner) {
      this.runner = new RunnerId(runner);
      this.pool = pool;
      this.instance = new InstanceId(instance);
      this.gitLabRunner = gitLabRunner;
    }

    RunnerId runner() {
      return runner;
    }

    InstanceId instance() {
      return instance;
    }

    void launches() {
      FakeOutside.INSTANCES.put(instance.toString(), "running");
      tellOfLaunch(Instant.now());
    }

    /** What events of a while ago tell, whatever EC2 and GitLab have by now. */
    void served() {
      Instant then = Instant.now().minus(Duration.ofMinutes(10));
      tellOfLaunch(then);
      tellOfRegistration(then);
    }

    private void tellOfLaunch(Instant at) {
      fleet.send(
          Topic.RUNNER_EVENTS,
          new RunnerLaunched(
              runner,
              pool,
              instance,
              "us-east-1",
              new Offering("m7i.large", "us-east-1a", Offering.Market.SPOT),
              Usd.of("0.05"),
              1,
              null,
              LAUNCHED,
              at));
    }

    void serves() {
      register(false);
      launches();
      tellOfRegistration(Instant.now());
    }

    private void tellOfRegistration(Instant at) {
      fleet.send(
          Topic.RUNNER_EVENTS,
          new RunnerRegistered(runner, pool, instance, new GitLabRunnerId(gitLabRunner), at));
    }

    void takesJob() {
      register(true);
    }

    void endsJob() {
      FakeOutside.RUNNERS.computeIfPresent(
          gitLabRunner,
          (id, r) -> new FakeOutside.GitLabRunner(r.description(), r.paused(), false));
    }

    private void register(boolean busy) {
      FakeOutside.RUNNERS.put(
          gitLabRunner,
          new FakeOutside.GitLabRunner(
              "runnerfleet/runnerfleet/%s/%s 1/%s".formatted(pool, runner, instance), false, busy));
    }

    DrainRunner drain(RetirementReason reason) {
      return new DrainRunner(runner, pool, reason, new DecisionId("d-1"), Instant.now());
    }

    TerminateRunner terminate() {
      return new TerminateRunner(
          runner, pool, RetirementReason.LIMIT_LOWERED, new DecisionId("d-1"), Instant.now());
    }
  }
}
