package dev.runnerfleet.reaper;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.reaper.SandboxFleet.Member;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What operators order, and what is kept of it. */
@QuarkusTest
class OperatorOverTheWireTest extends OverTheWire {

  @Test
  void shouldNeedForceToTerminateABusyMachineAndKeepABookOfIt() {
    // Given
    Member member = sandbox.launch(RETRIES);
    long job = sandbox.makeJob("operator/forced", member.tag(), null);
    member.takeJob();
    await().atMost(SOON).until(() -> status(member, "terminate") == 409);
    assertThat(status(member, "drain")).isEqualTo(202);

    // When
    given()
        .contentType("application/json")
        .body(Map.of("force", true, "reason", "it mines coins"))
        .post("/runners/%s/terminate".formatted(member.runner()))
        .then()
        .statusCode(202)
        .body("runner", equalTo(member.runner().toString()));

    // Then
    assertThat(awaitTerminated(member).cause()).isEqualTo(RetirementReason.OPERATOR);
    given()
        .get("/operator-orders")
        .then()
        .body("find { it.force }.reason", equalTo("it mines coins"))
        .body("find { it.force }.runner", equalTo(member.runner().toString()));
    awaitOutcome(job, "NOT_WANTED");
    assertThat(sandbox.jobs("operator/forced").getList("id")).hasSize(1);
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

  private static int status(Member member, String order) {
    return given()
        .contentType("application/json")
        .body("{}")
        .post("/runners/%s/%s".formatted(member.runner(), order))
        .statusCode();
  }
}
