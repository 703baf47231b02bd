package dev.runnerfleet.reaper;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.RunnerDraining;
import dev.runnerfleet.contracts.runner.RunnerKept;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.reaper.SandboxFleet.Member;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How machines leave the fleet that the scaler orders out of it. */
@QuarkusTest
class DrainOverTheWireTest extends OverTheWire {

  @Test
  void shouldDrainAnIdleMachine() {
    // Given
    Member member = sandbox.launch(LEAVES);

    // When
    member.orderDrain(RetirementReason.IDLE);

    // Then
    RunnerTerminated event = awaitTerminated(member);
    assertThat(event.cause()).isEqualTo(RetirementReason.IDLE);
    assertThat(event.instance()).isEqualTo(member.instance());
    assertThat(told(RunnerDraining.class, member)).hasSize(1);
    assertThat(sandbox.state(member.instance().toString())).isEqualTo("terminated");
    assertThat(sandbox.registered(member)).isFalse();
    given().get("/drains").then().statusCode(200).body("state", hasItem("Terminated"));
  }

  @Test
  void shouldKeepAMachineThatGotAJobBeforeThePause() {
    // Given
    Member member = busy("drain/kept");

    // When
    member.orderDrain(RetirementReason.IDLE);

    // Then
    awaitTold(RunnerKept.class, member);
    assertThat(sandbox.paused(member)).isFalse();
    assertThat(sandbox.up(member)).isTrue();
  }

  @Test
  void shouldWaitForTheJobWhereTheMachineHasToGo() {
    // Given
    Member member = busy("drain/waits");

    // When
    member.orderDrain(RetirementReason.MAX_LIFETIME);
    awaitTold(RunnerDraining.class, member);

    // Then
    assertThat(sandbox.paused(member)).isTrue();
    assertThat(sandbox.up(member)).isTrue();
    member.endJob(Map.of("state", "success"));
    awaitTerminated(member);
  }

  @Test
  void shouldNeverTerminateOnAListingOfJobsThatFailed() {
    // Given
    Member member = sandbox.launch(LEAVES);
    String jobs = "/runners/%d/jobs".formatted(member.gitLabRunner());
    String fault =
        sandbox.fault("fail-gitlab", Map.of("methods", List.of("GET"), "paths", List.of(jobs)));

    // When
    member.orderDrain(RetirementReason.IDLE);
    await().atMost(SOON).until(() -> sandbox.strikes(fault) >= 2);

    // Then
    assertThat(sandbox.up(member)).isTrue();
    assertThat(sandbox.registered(member)).isTrue();
    sandbox.lift(fault);
    awaitTerminated(member);
  }

  @Test
  void shouldCarryOutAnOrderThatCameBeforeTheMachineWasKnown() {
    // Given
    Member member = sandbox.make(LEAVES);
    member.orderDrain(RetirementReason.POOL_CLOSED);
    awaitDrain(member, "Ordered");

    // When
    member.tellOfLaunch(Instant.now());
    member.tellOfRegistration(Instant.now());

    // Then
    awaitTerminated(member);
  }

  @Test
  void shouldTerminateABootingMachineThatHasNoRunner() {
    // Given
    Member member = sandbox.make(LEAVES);
    sandbox.unregister(member);
    member.tellOfLaunch(Instant.now());

    // When
    member.orderTermination();
    member.orderTermination();

    // Then
    awaitTerminated(member);
    assertThat(sandbox.up(member)).isFalse();
  }

  @Test
  void shouldForgetTheOrderWhenThereNeverWasAMachine() {
    // Given
    Member member = sandbox.unknown(LEAVES);
    sandbox.unregister(member);
    member.orderTermination();
    awaitDrain(member, "Ordered");

    // When
    fleet.send(
        Topic.RUNNER_EVENTS,
        new LaunchFailed(
            member.runner(), LEAVES, 1, LaunchFailed.Reason.NO_CAPACITY, "none", Instant.now()));

    // Then
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(drainedRunners()).doesNotContain(member.runner().toString()));
  }

  @Test
  void shouldLeaveAMachineAloneThatItsTagProtectsThoughNoListingShowsIt() {
    // Given
    Member member = sandbox.launch(LEAVES);
    sandbox.tag(member.instance().toString(), "runnerfleet:bypass", "debugging");
    sandbox.fault("spoil-listings", Map.of());

    // When
    member.orderDrain(RetirementReason.IDLE);

    // Then
    awaitTold(RunnerKept.class, member);
    given()
        .contentType("application/json")
        .body(Map.of("force", true))
        .post("/runners/%s/terminate".formatted(member.runner()))
        .then()
        .statusCode(409)
        .body("detail", containsString("runnerfleet:bypass"));
    assertThat(sandbox.paused(member)).isFalse();
    assertThat(sandbox.up(member)).isTrue();
  }

  @Test
  void shouldKeepAMachineThatSomebodyComesToProtectWhileItsJobIsWaitedFor() {
    // Given
    Member member = busy("drain/protected");
    member.orderDrain(RetirementReason.MAX_LIFETIME);
    awaitTold(RunnerDraining.class, member);

    // When
    sandbox.tag(member.instance().toString(), "runnerfleet:bypass", "debugging");
    member.endJob(Map.of("state", "success"));

    // Then
    awaitTold(RunnerKept.class, member);
    assertThat(sandbox.paused(member)).isFalse();
    assertThat(sandbox.up(member)).isTrue();
  }

  @Test
  void shouldTakeAMachineForBusyWhoseCanceledJobHasNotStoppedYet() {
    // Given
    Member member = sandbox.launch(LEAVES);
    long job = sandbox.makeJob("drain/canceling", member.tag(), null);
    member.takeJobToCancelGracefully();
    sandbox.order("/jobs/%d/cancel".formatted(job), null);
    assertThat(sandbox.jobStatus("drain/canceling", job)).isEqualTo("canceling");

    // When
    member.orderDrain(RetirementReason.IDLE);

    // Then
    awaitTold(RunnerKept.class, member);
    assertThat(sandbox.up(member)).isTrue();
  }

  @Test
  void shouldDrainAHundredMachinesTogether() {
    // Given
    List<Member> members = sandbox.launch(LEAVES, 100);

    // When
    for (Member member : members) {
      member.orderDrain(RetirementReason.IDLE);
    }

    // Then
    List<RunnerId> ordered = members.stream().map(Member::runner).toList();
    await()
        .atMost(SOON)
        .until(
            () ->
                fleet.events(RunnerTerminated.class).stream()
                    .map(RunnerTerminated::runner)
                    .toList()
                    .containsAll(ordered));
  }

  @Test
  void shouldHoldNoDrainUpForAnothersSlowAnswer() {
    // Given
    Member slow = sandbox.launch(LEAVES);
    Member quick = sandbox.launch(LEAVES);
    sandbox.fault(
        "slow-gitlab",
        Map.of(
            "methods",
            List.of("PUT"),
            "paths",
            List.of("/runners/" + slow.gitLabRunner()),
            "by",
            "PT4S",
            "count",
            1));

    // When
    slow.orderDrain(RetirementReason.POOL_CLOSED);
    quick.orderDrain(RetirementReason.POOL_CLOSED);

    // Then
    awaitTold(RunnerDraining.class, quick);
    assertThat(told(RunnerDraining.class, slow)).isEmpty();
    awaitTerminated(slow);
  }

  private Member busy(String project) {
    Member member = sandbox.launch(LEAVES);
    sandbox.makeJob(project, member.tag(), null);
    member.takeJob();
    return member;
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
}
