package dev.runnerfleet.sandbox.gitlab;

import static dev.runnerfleet.sandbox.gitlab.GitLabWire.administrator;
import static dev.runnerfleet.sandbox.gitlab.GitLabWire.anybody;
import static dev.runnerfleet.sandbox.gitlab.GitLabWire.encoded;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class ProjectsWireTest {
  private static final Pattern NEXT =
      Pattern.compile("<http://[^/]+/gitlab/api/v4([^>]+)>; rel=\"next\"");

  private static String project() {
    String project = GitLabWire.name();
    given()
        .contentType(ContentType.JSON)
        .body(Map.of("project", project))
        .post("/control/projects")
        .then()
        .statusCode(201);
    return project;
  }

  @Test
  void shouldFindAProjectByIdAndByPath() {
    // Given
    String project = project();

    // When
    long id = GitLabWire.projectId(project);

    // Then
    administrator()
        .get("/projects/" + id)
        .then()
        .statusCode(200)
        .body("path_with_namespace", equalTo(project))
        .body("default_branch", equalTo("main"))
        .body("namespace.full_path", equalTo("wire"));
  }

  @Test
  void shouldListAllProjectsOnceByKeyset() {
    // Given
    for (int i = 0; i < 5; i++) {
      project();
    }
    var seen = new ArrayList<Long>();
    String next =
        "/projects?membership=true&simple=true&pagination=keyset&order_by=id&sort=asc&per_page=2";

    // When
    while (next != null) {
      var page = administrator().get(next).then().statusCode(200).extract();
      seen.addAll(page.jsonPath().getList("id", Long.class));
      String link = page.header("Link");
      var matcher = NEXT.matcher(link == null ? "" : link);
      next = matcher.find() ? matcher.group(1) : null;
    }

    // Then
    assertThat(seen).hasSizeGreaterThanOrEqualTo(5).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void shouldListProjectsByOffset() {
    // Given
    project();
    String last = project();

    // When
    var page = administrator().get("/projects?per_page=1&page=1").then();

    // Then
    page.statusCode(200)
        .header("X-Page", "1")
        .header("X-Next-Page", "2")
        .header("Link", containsString("rel=\"next\""))
        .body("path_with_namespace", contains(last));
  }

  @Test
  void shouldListAGroupsProjects() {
    // Given
    String project = project();

    // When
    var page = administrator().get("/groups/wire/projects?per_page=100").then();

    // Then
    page.statusCode(200).body("path_with_namespace", hasItem(project));
    administrator().get("/groups/wire").then().statusCode(200).body("full_path", equalTo("wire"));
  }

  @Test
  void shouldTellWhetherABranchIsProtected() {
    // Given
    String project = GitLabWire.name();
    given()
        .contentType(ContentType.JSON)
        .body(Map.of("project", project, "ref", "release", "protected", true))
        .post("/control/jobs")
        .then()
        .statusCode(201);
    String branches = "/projects/" + encoded(project) + "/repository/branches/";

    // When
    var branch = administrator().get(branches + "release").then();

    // Then
    branch.statusCode(200).body("name", equalTo("release")).body("protected", equalTo(true));
    administrator().get(branches + "main").then().body("protected", equalTo(false));
    administrator()
        .get(branches + "none")
        .then()
        .statusCode(404)
        .body("message", equalTo("404 Branch Not Found"));
  }

  @Test
  void shouldTellOfItselfAndTheUser() {
    // When
    var version = given().header("Authorization", "Bearer glpat-sandbox");

    // Then
    version.get("/gitlab/api/v4/version").then().statusCode(200).body("version", equalTo("19.1.0"));
    administrator().get("/user").then().statusCode(200).body("username", equalTo("root"));
    administrator()
        .get("/personal_access_tokens/self")
        .then()
        .statusCode(200)
        .body("scopes", hasItem("api"));
  }

  @Test
  void shouldRefuseWhoHasNoToken() {
    // When
    var refused = anybody().get("/projects").then();

    // Then
    refused.statusCode(401).body("message", equalTo("401 Unauthorized"));
    anybody().header("PRIVATE-TOKEN", "glpat-wrong").delete("/runners/1").then().statusCode(401);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nothing, 404, error, 404 Not Found",
    "PATCH, /projects, 405, error, 405 Not Allowed",
    "GET, /projects/1, 404, message, 404 Project Not Found",
    "GET, /projects/no%2Fwhere/jobs, 404, message, 404 Project Not Found",
    "GET, /groups/nowhere/projects, 404, message, 404 Group Not Found",
    "GET, /runners/1, 404, message, 404 Runner Not Found",
    "GET, /runners/one, 400, error, id is invalid",
    "GET, /projects?sort=sideways, 400, error, sort does not have a valid value",
    "GET, /projects?per_page=0, 400, error, per_page does not have a valid value",
    "GET, /projects?page=one, 400, error, page is invalid",
  })
  void shouldRefuseInGitLabsWords(
      String method, String path, int status, String field, String words) {
    // When
    var refused = administrator().request(method, path).then();

    // Then
    refused.statusCode(status).body(field, equalTo(words));
  }
}
