package dev.runnerfleet.sandbox.gitlab;

import static dev.runnerfleet.sandbox.gitlab.GitLabWire.administrator;
import static dev.runnerfleet.sandbox.gitlab.GitLabWire.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class JobsWireTest {
  private static final Pattern CURSOR = Pattern.compile("cursor=([^&>]+)");

  private String project = "";
  private String path = "";

  @BeforeEach
  void name() {
    project = GitLabWire.name();
    path = "/projects/" + encoded(project);
  }

  @Test
  void shouldShowAJobWithItsTags() {
    // Given
    long id = GitLabWire.job(project, "linux", project);

    // When
    var job = administrator().get(path + "/jobs/" + id).then();

    // Then
    job.statusCode(200)
        .body("id", equalTo(id))
        .body("status", equalTo("pending"))
        .body("ref", equalTo("main"))
        .body("tag", equalTo(false))
        .body("tag_list", contains("linux", project))
        .body("runner", nullValue())
        .body("queued_duration", notNullValue())
        .body("pipeline.status", equalTo("pending"))
        .body("commit.id", notNullValue())
        .body("$", not(org.hamcrest.Matchers.hasKey("failure_reason")));
  }

  @Test
  void shouldShowWhoRunsAJob() {
    // Given
    GitLabWire.job(project, project);
    var runner = GitLabWire.runner(project);
    var taken = GitLabWire.take(runner);

    // When
    var job = administrator().get(path + "/jobs/" + taken.id()).then();

    // Then
    job.body("status", equalTo("running"))
        .body("runner.id", equalTo(runner.id()))
        .body("runner_manager.system_id", equalTo("s_" + runner.id()));
  }

  @Test
  void shouldListJobsOfSeveralStatusesOnceByKeyset() {
    // Given
    List<Long> ids = GitLabWire.jobs(project, 7, project);
    var runner = GitLabWire.runner(project);
    GitLabWire.take(runner);
    GitLabWire.take(runner);
    String query =
        path
            + "/jobs?scope[]=pending&scope[]=running&pagination=keyset&order_by=id&sort=asc"
            + "&per_page=3";
    var seen = new ArrayList<Long>();
    String cursor = "";

    // When
    while (cursor != null) {
      var page = administrator().get(query + cursor).then().statusCode(200).extract();
      seen.addAll(page.jsonPath().getList("id", Long.class));
      String link = page.header("Link");
      var next = CURSOR.matcher(link == null ? "" : link);
      cursor = next.find() ? "&cursor=" + next.group(1) : null;
    }

    // Then
    assertThat(seen).containsExactlyElementsOf(ids);
  }

  @Test
  void shouldListJobsByOffset() {
    // Given
    List<Long> ids = GitLabWire.jobs(project, 5);

    // When
    var page = administrator().get(path + "/jobs?per_page=2&page=2").then();

    // Then
    page.statusCode(200)
        .header("X-Total", "5")
        .header("X-Total-Pages", "3")
        .header("X-Prev-Page", "1")
        .header("X-Next-Page", "3")
        .body("id", contains(ids.get(2), ids.get(1)));
    administrator().get(path + "/jobs?scope=running").then().body("$", hasSize(0));
  }

  @Test
  void shouldRetryAJobAsANewOne() {
    // Given
    GitLabWire.job(project, project);
    var runner = GitLabWire.runner(project);
    var taken = GitLabWire.take(runner);
    GitLabWire.update(taken, "failed").statusCode(200);

    // When
    var retried = administrator().post(path + "/jobs/" + taken.id() + "/retry").then();

    // Then
    retried.statusCode(201).body("status", equalTo("pending")).body("id", not(taken.id()));
    administrator()
        .post(path + "/jobs/" + taken.id() + "/retry")
        .then()
        .statusCode(403)
        .body("message", equalTo("403 Forbidden - Job is not retryable"));
    administrator()
        .get(path + "/jobs/" + taken.id())
        .then()
        .body("failure_reason", equalTo("unknown_failure"));
  }

  @Test
  void shouldCancelAJob() {
    // Given
    long id = GitLabWire.job(project);

    // When
    var canceled = administrator().post(path + "/jobs/" + id + "/cancel").then();

    // Then
    canceled.statusCode(201).body("status", equalTo("canceled"));
  }

  @Test
  void shouldListAPipelinesJobs() {
    // Given
    long id = GitLabWire.job(project);
    long pipeline =
        administrator()
            .get(path + "/jobs/" + id)
            .then()
            .extract()
            .jsonPath()
            .getLong("pipeline.id");

    // When
    var jobs = administrator().get(path + "/pipelines/" + pipeline + "/jobs").then();

    // Then
    jobs.statusCode(200).body("id", contains(id));
    administrator()
        .get(path + "/pipelines/" + pipeline)
        .then()
        .statusCode(200)
        .body("status", equalTo("pending"));
  }

  @Test
  void shouldRefuseWhatItCannotPage() {
    // Given
    GitLabWire.job(project);

    // When
    var byName = administrator().get(path + "/jobs?pagination=keyset&order_by=name").then();

    // Then
    byName.statusCode(405);
    administrator()
        .get(path + "/jobs?scope[]=sleeping")
        .then()
        .statusCode(400)
        .body("error", equalTo("scope does not have a valid value"));
    administrator()
        .get(path + "/jobs?pagination=keyset&cursor=nonsense")
        .then()
        .statusCode(400)
        .body("error", equalTo("cursor is invalid"));
    administrator()
        .get(path + "/jobs/1")
        .then()
        .statusCode(404)
        .body("message", equalTo("404 Job Not Found"));
  }
}
