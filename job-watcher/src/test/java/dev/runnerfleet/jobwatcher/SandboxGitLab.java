package dev.runnerfleet.jobwatcher;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** The sandbox as somebody who pushes, a runner, and whoever breaks things would use it. */
final class SandboxGitLab {

  private final String url =
      ConfigProvider.getConfig().getValue("runnerfleet.sandbox.url", String.class);

  /** Makes jobs that nobody works unless asked to. */
  List<Long> make(String project, List<String> tags, String ref, boolean isProtected, int count) {
    return json()
        .body(
            Map.of(
                "project", project,
                "tags", tags,
                "ref", ref,
                "protected", isProtected,
                "count", count,
                "duration", "PT1H"))
        .post(url + "/control/jobs")
        .then()
        .statusCode(201)
        .extract()
        .jsonPath()
        .getList("ids", Long.class);
  }

  void cancel(String project, long job) {
    api().post(path(project) + "/jobs/" + job + "/cancel").then().statusCode(201);
  }

  /** A project's id. */
  long project(String path) {
    return api().get(path(path)).then().statusCode(200).extract().jsonPath().getLong("id");
  }

  /** GitLab's own word on a job's state. */
  String status(String project, long job) {
    return api().get(path(project) + "/jobs/" + job).then().extract().path("status");
  }

  /** A runner's token for everything with these tags. */
  String runner(List<String> tags) {
    return api()
        .contentType("application/json")
        .body(Map.of("runner_type", "instance_type", "tag_list", tags, "run_untagged", true))
        .post(url + "/gitlab/api/v4/user/runners")
        .then()
        .statusCode(201)
        .extract()
        .path("token");
  }

  /** Takes a job as a runner would; its id and token, or nothing in the map where there is none. */
  Map<String, Object> take(String runner) {
    ValidatableResponse answer =
        json()
            .body(Map.of("token", runner, "system_id", "s_1", "info", Map.of("executor", "docker")))
            .post(url + "/gitlab/api/v4/jobs/request")
            .then();
    return answer.extract().statusCode() == 201 ? answer.extract().jsonPath().getMap("") : Map.of();
  }

  void finish(Map<String, Object> job, String state) {
    json()
        .body(Map.of("token", job.get("token"), "state", state))
        .put(url + "/gitlab/api/v4/jobs/" + job.get("id"))
        .then()
        .statusCode(200);
  }

  private String path(String project) {
    return url + "/gitlab/api/v4/projects/" + project.replace("/", "%2F");
  }

  private static RequestSpecification json() {
    return given().contentType("application/json");
  }

  private static RequestSpecification api() {
    return given().urlEncodingEnabled(false).header("PRIVATE-TOKEN", "glpat-sandbox");
  }
}
