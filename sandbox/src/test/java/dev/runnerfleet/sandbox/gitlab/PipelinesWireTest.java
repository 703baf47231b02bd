package dev.runnerfleet.sandbox.gitlab;

import static dev.runnerfleet.sandbox.gitlab.GitLabWire.administrator;
import static dev.runnerfleet.sandbox.gitlab.GitLabWire.anybody;
import static dev.runnerfleet.sandbox.gitlab.GitLabWire.encoded;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PipelinesWireTest {
  private String project = "";
  private String path = "";

  @BeforeEach
  void name() {
    project = GitLabWire.name();
    path = "/projects/" + encoded(project);
  }

  private JsonPath pipeline() {
    String body =
        """
        {"project": "%s", "jobs": [
          {"name": "build", "stage": "build", "tags": ["%s"]},
          {"name": "test", "stage": "test", "tags": ["%s", "large"], "needs": ["build"]},
          {"name": "deploy", "stage": "deploy", "when": "manual"}]}"""
            .formatted(project, project, project);
    return given()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/control/pipelines")
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }

  private static ValidatableResponse graph(String query, Map<String, ?> variables) {
    return given()
        .header("PRIVATE-TOKEN", "glpat-sandbox")
        .contentType(ContentType.JSON)
        .body(Map.of("query", query, "variables", variables))
        .post("/gitlab/api/graphql")
        .then();
  }

  @Test
  void shouldShowJobsThatAreNotYetQueued() {
    // Given
    var made = pipeline();

    // When
    var jobs = administrator().get(path + "/jobs?scope[]=created").then();

    // Then
    jobs.statusCode(200).body("name", contains("deploy", "test"));
    administrator()
        .get(path + "/pipelines/" + made.getLong("id"))
        .then()
        .body("status", equalTo("pending"))
        .body("iid", equalTo(1));
    administrator()
        .get(path + "/pipelines?status=pending")
        .then()
        .body("id", hasItem(made.getLong("id")));
    administrator().get(path + "/pipelines?status=failed").then().body("$", empty());
  }

  @Test
  void shouldCancelRetryAndPlay() {
    // Given
    var made = pipeline();
    String one = path + "/pipelines/" + made.getLong("id");

    // When
    administrator()
        .post(one + "/cancel")
        .then()
        .statusCode(201)
        .body("status", equalTo("canceled"));

    // Then
    administrator().post(one + "/retry").then().statusCode(201).body("status", equalTo("pending"));
    administrator()
        .post(path + "/jobs/" + made.getLong("jobs[0]") + "/play")
        .then()
        .statusCode(400)
        .body("message", equalTo("400 Bad request - Unplayable Job"));
  }

  @Test
  void shouldKeepALogUntilItIsErased() {
    // Given
    GitLabWire.job(project, project);
    var job = GitLabWire.take(GitLabWire.runner(project));
    anybody()
        .contentType(ContentType.TEXT)
        .header("JOB-TOKEN", job.token())
        .header("Content-Range", "0-4")
        .body("hello")
        .patch("/jobs/" + job.id() + "/trace")
        .then()
        .statusCode(202);
    GitLabWire.update(job, "success").statusCode(200);
    String one = path + "/jobs/" + job.id();

    // When
    String log = administrator().get(one + "/trace").then().statusCode(200).extract().asString();

    // Then
    assertThat(log).isEqualTo("hello");
    administrator().post(one + "/erase").then().statusCode(201).body("erased_at", notNullValue());
    administrator()
        .post(one + "/erase")
        .then()
        .statusCode(403)
        .body("message", equalTo("403 Forbidden - Job is not erasable!"));
    assertThat(administrator().get(one + "/trace").asString()).isEmpty();
  }

  @Test
  void shouldAnswerWhatAPipelinesJobsWaitFor() {
    // Given
    pipeline();
    String query =
        """
        query($path: ID!) { project(fullPath: $path) { pipeline(iid: "1") {
          jobs { nodes { name status tags stage { name } schedulingType
            needs { nodes { name } } } } } } }""";

    // When
    var answer = graph(query, Map.of("path", project));

    // Then
    String nodes = "data.project.pipeline.jobs.nodes";
    answer
        .statusCode(200)
        .body(nodes + ".name", contains("deploy", "test", "build"))
        .body(nodes + ".status", contains("CREATED", "CREATED", "PENDING"))
        .body(nodes + "[1].needs.nodes.name", contains("build"))
        .body(nodes + "[1].schedulingType", equalTo("dag"))
        .body(nodes + "[1].stage.name", equalTo("test"))
        .body(nodes + "[2].tags", contains(project));
  }

  @Test
  void shouldPageThroughAllPendingJobsOfTheInstance() {
    // Given
    List<Long> ids = GitLabWire.jobs(project, 5, project);
    String query =
        """
        query($after: String) { jobs(statuses: [PENDING], first: 2, after: $after) {
          nodes { id tags project { fullPath } } pageInfo { hasNextPage endCursor } } }""";
    var seen = new ArrayList<String>();
    var variables = new HashMap<String, Object>();
    boolean more = true;

    // When
    while (more) {
      var page = graph(query, variables).statusCode(200).extract().jsonPath();
      seen.addAll(page.getList("data.jobs.nodes.id", String.class));
      more = page.getBoolean("data.jobs.pageInfo.hasNextPage");
      variables.put("after", page.getString("data.jobs.pageInfo.endCursor"));
    }

    // Then
    assertThat(seen)
        .doesNotHaveDuplicates()
        .containsAll(ids.stream().map(id -> "gid://gitlab/Ci::Build/" + id).toList());
  }

  @Test
  void shouldTellWhoIsNoAdministratorNothingOfTheInstance() {
    // Given
    GitLabWire.job(project);

    // When
    var answer =
        given()
            .contentType(ContentType.JSON)
            .body(
                Map.of(
                    "query", "{ jobs(statuses: [PENDING]) { nodes { id } } currentUser { id } }"))
            .post("/gitlab/api/graphql")
            .then();

    // Then
    answer.statusCode(200).body("data.jobs.nodes", empty()).body("data.currentUser", nullValue());
  }

  @Test
  void shouldSayWhatIsWrongWithAQueryAsGraphQlDoes() {
    // When
    var answer = graph("{ jobs { nodes { colour } } }", Map.of());

    // Then
    answer.statusCode(200).body("errors[0].message", containsString("colour"));
    graph("{ jobs(", Map.of()).statusCode(200).body("errors.size()", equalTo(1));
    given()
        .header("Authorization", "Bearer glpat-wrong")
        .body("{\"query\": \"{ currentUser { id } }\"}")
        .post("/gitlab/api/graphql")
        .then()
        .statusCode(401)
        .body("errors[0].message", equalTo("Invalid token"));
    given().body("{").post("/gitlab/api/graphql").then().statusCode(400);
  }
}
