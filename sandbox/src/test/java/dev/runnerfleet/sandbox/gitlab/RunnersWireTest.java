package dev.runnerfleet.sandbox.gitlab;

import static dev.runnerfleet.sandbox.gitlab.GitLabWire.administrator;
import static dev.runnerfleet.sandbox.gitlab.GitLabWire.anybody;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class RunnersWireTest {

  @Test
  void shouldMakeARunnerFromAForm() {
    // When
    var created =
        administrator()
            .contentType(ContentType.URLENC)
            .body("runner_type=instance_type&description=by%20form&tag_list=b,a&locked=true")
            .post("/user/runners")
            .then();

    // Then
    created
        .statusCode(201)
        .body("token", startsWith("glrt-"))
        .body("token_expires_at", nullValue());
    long id = created.extract().jsonPath().getLong("id");
    administrator()
        .get("/runners/" + id)
        .then()
        .statusCode(200)
        .body("description", equalTo("by form"))
        .body("tag_list", contains("a", "b"))
        .body("locked", equalTo(true))
        .body("run_untagged", equalTo(true))
        .body("access_level", equalTo("not_protected"))
        .body("status", equalTo("never_contacted"))
        .body("contacted_at", nullValue())
        .body("job_execution_status", equalTo("idle"))
        .body("$", not(hasKey("token")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 400 | error | runner_type is missing",
        "{'runner_type':'moon_type'} | 400 | error | runner_type does not have a valid value",
        "{'runner_type':'group_type'} | 400 | error | group_id is missing",
        "{'runner_type':'group_type','group_id':1} | 403 | message | 403 Forbidden",
        "{'runner_type':'instance_type','paused':'maybe'} | 400 | error | paused is invalid",
        "{'runner_type': | 400 | error | The request body is not valid JSON",
      })
  void shouldRefuseARunnerThatCannotBe(String body, int status, String field, String words) {
    // When
    var refused = administrator().body(body.replace('\'', '"')).post("/user/runners").then();

    // Then
    refused.statusCode(status).body(field, equalTo(words));
  }

  @Test
  void shouldHoldRunnersToGitLabsRules() {
    // When
    var refused =
        administrator()
            .body(Map.of("runner_type", "instance_type", "run_untagged", false))
            .post("/user/runners")
            .then();

    // Then
    refused
        .statusCode(400)
        .body(
            "message.tags_list[0]",
            equalTo("can not be empty when runner is not allowed to pick untagged jobs"));
  }

  @Test
  void shouldPauseAndUnpauseARunner() {
    // Given
    var runner = GitLabWire.runner("pausing");
    String path = "/runners/" + runner.id();

    // When
    var paused = administrator().body(Map.of("paused", true)).put(path).then();

    // Then
    paused.statusCode(200).body("paused", equalTo(true)).body("active", equalTo(false));
    administrator()
        .get("/runners/all?paused=true&tag_list=pausing&per_page=100")
        .then()
        .body("id", contains(runner.id()));
    administrator()
        .body(Map.of("paused", false))
        .put(path)
        .then()
        .body("paused", equalTo(false))
        .body("tag_list", contains("pausing"));
  }

  @Test
  void shouldListRunnersByTypeAndStatus() {
    // Given
    var never = GitLabWire.runner("listing");
    var online = GitLabWire.runner("listing");
    GitLabWire.request(online).statusCode(204);

    // When
    var listed =
        administrator().get("/runners/all?type=instance_type&tag_list=listing&per_page=100").then();

    // Then
    listed.statusCode(200).body("id", contains(online.id(), never.id()));
    administrator()
        .get("/runners?status=online&tag_list=listing")
        .then()
        .body("id", contains(online.id()));
    administrator().get("/runners/all?type=group_type").then().body("$", hasSize(0));
    administrator()
        .get("/runners/all?status=asleep")
        .then()
        .statusCode(400)
        .body("error", equalTo("status does not have a valid value"));
  }

  @Test
  void shouldListTheRunnersThatAGroupAndAProjectCanUse() {
    // Given
    String project = GitLabWire.name();
    GitLabWire.job(project);
    long id = GitLabWire.projectId(project);
    long runner =
        administrator()
            .body(Map.of("runner_type", "project_type", "project_id", id))
            .post("/user/runners")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath()
            .getLong("id");

    // When
    var ofProject = administrator().get("/projects/" + id + "/runners?type=project_type").then();

    // Then
    ofProject.statusCode(200).body("id", contains(runner));
    administrator()
        .get("/groups/wire/runners?type=project_type&per_page=100")
        .then()
        .body("id", hasItem(runner));
  }

  @Test
  void shouldDeleteARunnerAndItsToken() {
    // Given
    var runner = GitLabWire.runner("deleting");

    // When
    administrator().delete("/runners/" + runner.id()).then().statusCode(204);

    // Then
    administrator().get("/runners/" + runner.id()).then().statusCode(404);
    administrator().delete("/runners/" + runner.id()).then().statusCode(404);
    GitLabWire.request(runner).statusCode(403).body("message", equalTo("403 Forbidden"));
  }

  @Test
  void shouldListARunnersJobsAndManagers() {
    // Given
    String project = GitLabWire.name();
    GitLabWire.jobs(project, 2, project);
    var runner = GitLabWire.runner(project);
    var first = GitLabWire.take(runner);
    var second = GitLabWire.take(runner);
    GitLabWire.update(first, "success").statusCode(200);
    String path = "/runners/" + runner.id();

    // When
    var running = administrator().get(path + "/jobs?status=running&per_page=1").then();

    // Then
    running.statusCode(200).body("id", contains(second.id())).body("[0]", not(hasKey("tag_list")));
    administrator().get(path + "/jobs").then().body("id", contains(second.id(), first.id()));
    administrator().get(path + "/jobs?status=success").then().body("id", contains(first.id()));
    administrator()
        .get(path + "/managers")
        .then()
        .statusCode(200)
        .body("system_id", contains("s_" + runner.id()))
        .body("version", contains("19.4.0"))
        .body("job_execution_status", contains("active"))
        .body("contacted_at[0]", notNullValue());
  }

  @Test
  void shouldForgetAManagerAndThenTheRunnerByItsToken() {
    // Given
    var runner = GitLabWire.runner("leaving");
    GitLabWire.request(runner).statusCode(204);
    var manager = Map.of("token", runner.token(), "system_id", "s_" + runner.id());

    // When
    anybody().body(manager).delete("/runners/managers").then().statusCode(204);

    // Then
    administrator().get("/runners/" + runner.id() + "/managers").then().body("$", hasSize(0));
    anybody().body(manager).delete("/runners/managers").then().statusCode(404);
    anybody().body(Map.of("token", runner.token())).delete("/runners").then().statusCode(204);
    anybody().body(Map.of("token", runner.token())).delete("/runners").then().statusCode(403);
  }
}
