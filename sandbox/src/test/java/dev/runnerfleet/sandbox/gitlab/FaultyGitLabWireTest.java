package dev.runnerfleet.sandbox.gitlab;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is ordered to go wrong with GitLab, as its callers meet it. */
@QuarkusTest
class FaultyGitLabWireTest {

  private static void order(String fault) {
    given()
        .contentType(ContentType.JSON)
        .body(fault.replace('\'', '"'))
        .post("/control/faults")
        .then()
        .statusCode(201);
  }

  @AfterEach
  void liftAll() {
    List<String> ordered = given().get("/control/faults").jsonPath().getList("id");
    ordered.forEach(id -> given().delete("/control/faults/" + id).then().statusCode(204));
  }

  @Test
  void shouldFailOnlyWhatItNamesAndDoNothing() {
    // Given
    String project = GitLabWire.name();
    long job = GitLabWire.job(project);
    String path = "/projects/" + GitLabWire.encoded(project) + "/jobs/" + job;
    order("{'kind':'fail-gitlab','methods':['POST'],'paths':['/projects/*/cancel'],'count':1}");

    // When
    GitLabWire.administrator()
        .post(path + "/cancel")
        .then()
        .statusCode(500)
        .body("message", equalTo("500 Internal Server Error"));

    // Then
    GitLabWire.administrator().get(path).then().body("status", equalTo("pending"));
    GitLabWire.administrator().post(path + "/cancel").then().statusCode(201);
  }

  @Test
  void shouldTellWhenToComeBackWhereItLimitsRequests() {
    // Given
    order("{'kind':'fail-gitlab','paths':['/version'],'status':429}");

    // When
    var refused = GitLabWire.administrator().get("/version").then();

    // Then
    refused.statusCode(429).header("Retry-After", "1").header("RateLimit-Reset", notNullValue());
  }

  @Test
  void shouldTakeItsTimeAndThenAnswer() {
    // Given
    order("{'kind':'slow-gitlab','paths':['/version'],'by':'PT0.5S','count':1}");

    // When
    long took = GitLabWire.administrator().get("/version").time();

    // Then
    assertThat(Duration.ofMillis(took)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
  }
}
