package dev.runnerfleet.reaper;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.OrphanFound;
import dev.runnerfleet.contracts.runner.RunnerDraining;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.reaper.SandboxFleet.Member;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sweeps find and heal, and what they do not believe. */
@QuarkusTest
class SweepOverTheWireTest extends OverTheWire {

  private static final Duration A_WHILE = Duration.ofMinutes(5);
  private static final String SWEEPS = "runnerfleet_sweeps_total{";

  @Test
  void shouldSweepUpWhatNobodyKnows() {
    // Given
    PoolName pool = new PoolName("orphans");
    fleet.send(Topic.POOLS, pool(pool, false));
    String orphan = sandbox.run(pool, "");
    age(orphan);
    Member left = sandbox.unknown(pool);

    // Then
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                given()
                    .post("/sweeps?dry-run=true")
                    .then()
                    .statusCode(200)
                    .body("findings.resource", hasItem(orphan)));
    await()
        .atMost(SOON)
        .until(() -> List.of("shutting-down", "terminated").contains(sandbox.state(orphan)));
    await().atMost(SOON).until(() -> !sandbox.registered(left));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(fleet.events(OrphanFound.class))
                    .extracting(OrphanFound::resource)
                    .contains(orphan, Long.toString(left.gitLabRunner())));
    given().get("/orphans").then().statusCode(200).body("resource", hasItem(orphan));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dry-run=yes", "dry-run=1", "dry-run", "dryRun=true"})
  void shouldNotSweepInEarnestForWhomMistypesTheDryRun(String query) {
    given().post("/sweeps?" + query).then().statusCode(400).body("field", equalTo("query"));
  }

  @Test
  void shouldJudgeOneAfterTheOtherWhereSweepsCoincide() {
    // Given: what no sweep has found yet
    String orphan = sandbox.run(LEAVES, "");
    age(orphan);

    // When
    List<Integer> answers =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> given().post("/sweeps")))
            .limit(4)
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .map(Response::statusCode)
            .toList();

    // Then
    assertThat(answers).containsOnly(200);
  }

  @Test
  void shouldFindWhatWasTerminatedInTheConsoleWithinTwoSweepsThoughNoMessageCame() {
    // Given
    Member member = sandbox.launch(LEAVES);
    sandbox.fault(
        "lose-messages", Map.of("events", List.of("EC2 Instance State-change Notification")));

    // When
    sandbox.order("/instances/%s/kill".formatted(member.instance()), null);
    double before = metric(SWEEPS);

    // Then: one may have been under way, and one may follow before this is seen
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> given().get("/drains").then().body("runner", hasItem(member.runner().value())));
    assertThat(metric(SWEEPS) - before).isLessThanOrEqualTo(1 + 2 + 1);
    awaitTerminated(member);
    assertThat(sandbox.registered(member)).isFalse();
  }

  @Test
  void shouldTerminateNothingOnAListingThatBreaksOffComesEmptyOrIsTenMinutesOld() {
    // Given: a machine that such a listing does not show, and one that only a stale one shows
    Member known = sandbox.make(LEAVES);
    known.tellOfLaunch(Instant.now().minus(A_WHILE));
    known.tellOfRegistration(Instant.now().minus(A_WHILE));
    String ended = sandbox.run(LEAVES, "");
    sandbox.order("/instances/%s/age".formatted(ended), Map.of("by", "PT1H"));
    sandbox.order("/instances/%s/kill".formatted(ended), null);
    int terminations = sandbox.calls("TerminateInstances");

    for (String flaw : List.of("break-off", "empty", "stale")) {
      // When
      String fault = sandbox.fault("spoil-listings", Map.of("flaw", flaw, "by", "PT10M"));
      awaitSweeps(2);

      // Then
      assertThat(sandbox.strikes(fault)).as(flaw).isPositive();
      assertThat(sandbox.calls("TerminateInstances")).as(flaw).isEqualTo(terminations);
      assertThat(sandbox.up(known)).as(flaw).isTrue();
      assertThat(sandbox.registered(known)).as(flaw).isTrue();
      assertThat(told(RunnerDraining.class, known)).as(flaw).isEmpty();
      assertThat(told(RunnerTerminated.class, known)).as(flaw).isEmpty();
      sandbox.lift(fault);
    }
  }

  @Test
  void shouldSweepNothingOnListingsThatFail() {
    // Given
    Member member = sandbox.make(LEAVES);
    member.tellOfLaunch(Instant.now().minus(A_WHILE));
    member.tellOfRegistration(Instant.now().minus(A_WHILE));
    String ec2 = sandbox.fault("fail-api", Map.of("actions", List.of("DescribeInstances")));

    // When
    sandbox.order("/instances/%s/kill".formatted(member.instance()), null);
    awaitSweeps(2);

    // Then
    assertThat(sandbox.strikes(ec2)).isPositive();
    assertThat(sandbox.registered(member)).isTrue();
    assertThat(told(RunnerTerminated.class, member)).isEmpty();
    sandbox.fault("fail-gitlab", Map.of("paths", List.of("/runners/all")));
    given().post("/sweeps").then().statusCode(503);
    sandbox.liftFaults();
    awaitTerminated(member);
  }

  @Test
  void shouldBelieveNothingOfAnotherAccount() throws SQLException {
    // Given: the first account that was seen was another one
    Member member = sandbox.unknown(LEAVES);
    await().atMost(SOON).until(() -> metric("runnerfleet_sweeps_total{result=\"complete\"") > 0);
    update("update reaper.account set number = '210987654321'");
    await().atMost(SOON).until(() -> metric("runnerfleet_wrong_account") == 1);

    // When
    member.tellOfLaunch(Instant.now().minus(A_WHILE));
    member.tellOfRegistration(Instant.now().minus(A_WHILE));
    awaitSweeps(2);

    // Then
    assertThat(told(RunnerTerminated.class, member)).isEmpty();
    update("update reaper.account set number = '123456789012'");
    assertThat(awaitTerminated(member).cause()).isEqualTo(RetirementReason.INTERRUPTED);
  }

  @Test
  void shouldCloseAtOnceTheRecordsOfAllMachinesThatEc2DoesNotKnow() {
    // Given
    Member known = sandbox.launch(LEAVES);
    List<Member> lost = Stream.generate(() -> sandbox.unknown(LEAVES)).limit(5).toList();

    // When
    for (Member member : lost) {
      member.tellOfLaunch(Instant.now().minus(A_WHILE));
      member.tellOfRegistration(Instant.now().minus(A_WHILE));
    }

    // Then
    assertThat(lost)
        .extracting(member -> awaitTerminated(member).cause())
        .containsOnly(RetirementReason.INTERRUPTED);
    assertThat(sandbox.up(known)).isTrue();
    assertThat(told(RunnerTerminated.class, known)).isEmpty();
  }

  @Test
  void shouldTerminateWhatNeverRegisteredAndWhatOutlivesTwiceItsPoolsLifetime() {
    // Given
    PoolName pool = new PoolName("short-lived");
    fleet.send(Topic.POOLS, pool(pool, false, Duration.ofMinutes(30)));
    Member mute = sandbox.make(RETRIES);
    sandbox.unregister(mute);
    Member old = sandbox.make(pool);
    sandbox.makeJob("sweep/long", old.tag(), null);
    old.takeJob();

    // When
    Instant longAgo = Instant.now().minus(Duration.ofHours(2));
    mute.tellOfLaunch(longAgo);
    old.tellOfLaunch(longAgo);
    old.tellOfRegistration(longAgo);

    // Then
    assertThat(awaitTerminated(mute).cause()).isEqualTo(RetirementReason.NEVER_REGISTERED);
    assertThat(awaitTerminated(old).cause()).isEqualTo(RetirementReason.MAX_LIFETIME);
    assertThat(sandbox.up(mute) || sandbox.up(old)).isFalse();
  }

  @Test
  void shouldCountFromZero() {
    assertThat(metrics())
        .contains("runnerfleet_drains{state=\"Paused\"")
        .contains("runnerfleet_sweep_age_seconds")
        .contains("cause=\"NEVER_REGISTERED\",pool=\"leaves\",} 0.0");
  }

  @Test
  void shouldCallEc2OnlyWithATokenOfABucket() throws SQLException {
    // Given: a machine whose turn to be terminated has come
    Member member = sandbox.launch(LEAVES);
    String fault = sandbox.fault("fail-api", Map.of("actions", List.of("TerminateInstances")));
    member.orderDrain(RetirementReason.IDLE);
    await().atMost(SOON).until(() -> sandbox.strikes(fault) >= 1);
    sandbox.lift(fault);

    // When
    update("update reaper.bucket set tokens = -100000");
    awaitSweeps(1);
    int calls = sandbox.calls("");
    awaitSweeps(2);

    // Then
    assertThat(sandbox.calls("")).isEqualTo(calls);
    update("update reaper.bucket set tokens = capacity");
    awaitTerminated(member);
  }

  /** One may have been under way. */
  private static void awaitSweeps(int more) {
    double before = metric(SWEEPS);
    await().atMost(SOON).until(() -> metric(SWEEPS) >= before + more);
  }

  private void age(String instance) {
    sandbox.order("/instances/%s/age".formatted(instance), Map.of("by", A_WHILE.toString()));
  }

  private static void update(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                setting("quarkus.datasource.jdbc.url"),
                setting("quarkus.datasource.username"),
                setting("quarkus.datasource.password"));
        Statement update = connection.createStatement()) {
      update.executeUpdate(statement);
    }
  }
}
