package dev.runnerfleet.sandbox.gitlab;

import static dev.runnerfleet.sandbox.gitlab.GitLabWire.anybody;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.runnerfleet.sandbox.gitlab.GitLabWire.Taken;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RunnerProtocolWireTest {
  private String project = "";

  @BeforeEach
  void name() {
    project = GitLabWire.name();
  }

  private static ValidatableResponse trace(Taken job, String token, String range, String text) {
    return anybody()
        .contentType(ContentType.TEXT)
        .header("JOB-TOKEN", token)
        .header("Content-Range", range)
        .body(text)
        .patch("/jobs/" + job.id() + "/trace")
        .then();
  }

  @Test
  void shouldVerifyAToken() {
    // Given
    var runner = GitLabWire.runner(project);

    // When
    var verified =
        anybody()
            .body(Map.of("token", runner.token(), "system_id", "s_1"))
            .post("/runners/verify")
            .then();

    // Then
    verified
        .statusCode(200)
        .body("id", equalTo(runner.id()))
        .body("token", equalTo(runner.token()));
    anybody()
        .body(Map.of("token", "glrt-wrong", "system_id", "s_1"))
        .post("/runners/verify")
        .then()
        .statusCode(403)
        .body("message", equalTo("403 Forbidden"));
    anybody()
        .body(Map.of("token", runner.token()))
        .post("/runners/verify")
        .then()
        .statusCode(400)
        .body("error", equalTo("system_id is missing"));
  }

  @Test
  void shouldHandOutAJobAsGitLabRunnerReadsIt() {
    // Given
    long id = GitLabWire.job(project, project);
    var runner = GitLabWire.runner(project);

    // When
    var job = GitLabWire.request(runner);

    // Then
    job.statusCode(201)
        .body("id", equalTo(id))
        .body("token", notNullValue())
        .body("allow_git_fetch", equalTo(true))
        .body("job_info.project_full_path", equalTo(project))
        .body("job_info.stage", equalTo("test"))
        .body("git_info.ref", equalTo("main"))
        .body("git_info.ref_type", equalTo("branch"))
        .body("runner_info.timeout", equalTo(3600))
        .body("steps.name", contains("script"))
        .body("steps[0].script", contains("sleep 42.0"))
        .body("variables.find { it.key == 'SANDBOX_DURATION' }.value", equalTo("PT42S"))
        .body("variables.find { it.key == 'GIT_STRATEGY' }.value", equalTo("none"))
        .body("image.name", notNullValue())
        .body("services.size()", equalTo(0))
        .body("cache.size()", equalTo(0))
        .body("credentials.size()", equalTo(0))
        .body("dependencies.size()", equalTo(0))
        .body("features.trace_sections", equalTo(true));
  }

  @Test
  void shouldHandOutAScriptAsItIs() {
    // Given
    given()
        .contentType(ContentType.JSON)
        .body(
            Map.of(
                "project", project,
                "tags", new String[] {project},
                "script", new String[] {"echo one", "echo two"}))
        .post("/control/jobs")
        .then()
        .statusCode(201);

    // When
    var job = GitLabWire.request(GitLabWire.runner(project));

    // Then
    job.statusCode(201).body("steps[0].script", contains("echo one", "echo two"));
  }

  @Test
  void shouldSayThatThereIsNothingToDo() {
    // Given
    var runner = GitLabWire.runner(project);

    // When
    var nothing = GitLabWire.request(runner);

    // Then
    nothing.statusCode(204).header("X-GitLab-Last-Update", notNullValue());
    GitLabWire.job(project, project);
    GitLabWire.administrator().body(Map.of("paused", true)).put("/runners/" + runner.id());
    GitLabWire.request(runner).statusCode(204).header("X-GitLab-Last-Update", notNullValue());
  }

  @Test
  void shouldTakeALogAndTheEndOfAJob() {
    // Given
    GitLabWire.job(project, project);
    var job = GitLabWire.take(GitLabWire.runner(project));

    // When
    var traced = trace(job, job.token(), "0-4", "hello");

    // Then
    traced
        .statusCode(202)
        .header("Range", "0-5")
        .header("Job-Status", "running")
        .header("X-GitLab-Trace-Update-Interval", "60");
    trace(job, job.token(), "0-4", "hello").statusCode(416).header("Range", "0-5");
    GitLabWire.update(job, "running").statusCode(200);
    GitLabWire.update(job, "success").statusCode(200);
    GitLabWire.update(job, "success").statusCode(403).header("Job-Status", "success");
    trace(job, job.token(), "5-9", "after").statusCode(403).header("Job-Status", "success");
  }

  @Test
  void shouldRefuseWhoHasNotTheJobsToken() {
    // Given
    GitLabWire.job(project, project);
    var job = GitLabWire.take(GitLabWire.runner(project));
    var thief = new Taken(job.id(), "glcbt-64_wrong");

    // When
    var refused = GitLabWire.update(thief, "success");

    // Then
    refused.statusCode(403).body("message", equalTo("403 Forbidden"));
    trace(job, thief.token(), "0-4", "hello").statusCode(403);
    GitLabWire.update(job, "dreaming").statusCode(400);
    GitLabWire.update(job, "success").statusCode(200);
  }

  @Test
  void shouldTellTheMachineOfACanceledJob() {
    // Given
    GitLabWire.job(project, project);
    var job = GitLabWire.take(GitLabWire.runner(project));
    given()
        .post("/control/jobs/" + job.id() + "/cancel")
        .then()
        .statusCode(200)
        .body("status", equalTo("canceled"));

    // When
    String status =
        trace(job, job.token(), "0-4", "hello").statusCode(403).extract().header("Job-Status");

    // Then
    assertThat(status).isEqualTo("canceled");
  }
}
