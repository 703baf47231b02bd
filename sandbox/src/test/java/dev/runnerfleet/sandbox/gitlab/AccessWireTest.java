package dev.runnerfleet.sandbox.gitlab;

import static dev.runnerfleet.sandbox.gitlab.GitLabWire.anybody;
import static dev.runnerfleet.sandbox.gitlab.GitLabWire.encoded;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class AccessWireTest {
  private static RequestSpecification with(Map<String, ?> order) {
    String token =
        given()
            .contentType(ContentType.JSON)
            .body(order)
            .post("/control/tokens")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath()
            .getString("token");
    return anybody().header("PRIVATE-TOKEN", token);
  }

  private static RequestSpecification scoped(String... scopes) {
    return with(Map.of("admin", true, "scopes", scopes));
  }

  @ParameterizedTest
  @CsvSource({
    "read_api, GET, /projects, 200",
    "read_api, POST, /user/runners, 403",
    "create_runner, POST, /user/runners, 201",
    "create_runner, GET, /projects, 403",
    "manage_runner, GET, /runners/1, 404",
    "manage_runner, DELETE, /runners/1, 404",
    "manage_runner, GET, /runners, 403",
    "manage_runner, GET, /runners/all, 403",
    "read_user, GET, /user, 200",
    "read_user, GET, /personal_access_tokens/self, 200",
    "read_user, GET, /version, 403",
  })
  void shouldHoldATokenToItsScopes(String scope, String method, String path, int status) {
    // Given
    var caller = scoped(scope);
    if (method.equals("POST")) {
      caller.body(Map.of("runner_type", "instance_type"));
    }

    // When
    var answer = caller.request(method, path).then();

    // Then
    answer.statusCode(status);
    if (status == 403) {
      answer
          .body("error", equalTo("insufficient_scope"))
          .body(
              "error_description",
              equalTo("The request requires higher privileges than provided by the access token."));
    }
  }

  @Test
  void shouldSayWhichScopesWouldDo() {
    // When
    var refused = scoped("create_runner").get("/projects").then();

    // Then
    refused.statusCode(403).body("scope", equalTo("api read_api"));
    scoped("create_runner")
        .get("/personal_access_tokens/self")
        .then()
        .body("scopes", contains("create_runner"));
  }

  @Test
  void shouldRefuseAnExpiredToken() {
    // Given
    var order = new HashMap<String, Object>(Map.of("scopes", List.of("api")));
    order.put("expires", "2026-01-01T00:00:00Z");

    // When
    var refused = with(order).get("/projects").then();

    // Then
    refused.statusCode(401).body("error", equalTo("invalid_token"));
  }

  @Test
  void shouldKeepWhatIsTheAdministratorsFromOthers() {
    // Given
    String project = GitLabWire.name();
    GitLabWire.job(project);
    String path = "/projects/" + encoded(project);
    var order = Map.of("scopes", List.of("api"), "user", "rita", "role", "reporter");

    // When
    var refused = with(order).get("/runners/all").then();

    // Then
    refused.statusCode(403).body("message", equalTo("403 Forbidden"));
    with(order).get(path + "/jobs").then().statusCode(200);
    with(order).get(path + "/hooks").then().statusCode(403);
    with(order)
        .body(Map.of("runner_type", "instance_type"))
        .post("/user/runners")
        .then()
        .statusCode(403);
    with(order).get("/user").then().body("username", equalTo("rita"));
  }

  @Test
  void shouldRefuseATokenThatCannotBe() {
    // When
    var refused =
        given()
            .contentType(ContentType.JSON)
            .body(Map.of("scopes", List.of("everything")))
            .post("/control/tokens")
            .then();

    // Then
    refused.statusCode(400).body("field", equalTo("scopes"));
  }
}
