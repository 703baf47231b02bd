package dev.runnerfleet.sandbox.gitlab;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The sandbox's GitLab over HTTP, with words for what the tests ask of it. */
final class GitLabWire {
  private static final String API = "/gitlab/api/v4";
  private static final AtomicInteger PROJECTS = new AtomicInteger();

  private GitLabWire() {}

  /** A runner's id and token. */
  record Registered(long id, String token) {}

  /** A job's id and token, as a runner gets them. */
  record Taken(long id, String token) {}

  static RequestSpecification anybody() {
    return given().basePath(API).urlEncodingEnabled(false).contentType(ContentType.JSON);
  }

  static RequestSpecification administrator() {
    return anybody().header("PRIVATE-TOKEN", "glpat-sandbox");
  }

  /** A path that no other test uses; also good as a tag. */
  static String name() {
    return "wire/project-" + PROJECTS.incrementAndGet();
  }

  static String encoded(String path) {
    return path.replace("/", "%2F");
  }

  static List<Long> jobs(String project, int count, String... tags) {
    return given()
        .contentType(ContentType.JSON)
        .body(Map.of("project", project, "tags", tags, "count", count, "duration", "PT42S"))
        .post("/control/jobs")
        .then()
        .statusCode(201)
        .extract()
        .jsonPath()
        .getList("ids", Long.class);
  }

  static long job(String project, String... tags) {
    return jobs(project, 1, tags).getFirst();
  }

  static long projectId(String project) {
    return administrator()
        .get("/projects/" + encoded(project))
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getLong("id");
  }

  static Registered runner(String... tags) {
    var created =
        administrator()
            .body(Map.of("runner_type", "instance_type", "run_untagged", false, "tag_list", tags))
            .post("/user/runners")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    return new Registered(created.getLong("id"), created.getString("token"));
  }

  static ValidatableResponse request(Registered runner) {
    return anybody()
        .body(
            Map.of(
                "token", runner.token(),
                "system_id", "s_" + runner.id(),
                "info", Map.of("version", "19.4.0", "platform", "linux")))
        .post("/jobs/request")
        .then();
  }

  static Taken take(Registered runner) {
    var job = request(runner).statusCode(201).extract().jsonPath();
    return new Taken(job.getLong("id"), job.getString("token"));
  }

  static ValidatableResponse update(Taken job, String state) {
    return anybody()
        .body(Map.of("token", job.token(), "state", state))
        .put("/jobs/" + job.id())
        .then();
  }
}
