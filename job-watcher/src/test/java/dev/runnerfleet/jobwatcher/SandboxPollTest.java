package dev.runnerfleet.jobwatcher;

import static dev.runnerfleet.jobwatcher.Polling.poll;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.contracts.demand.JobFinished.Outcome;
import dev.runnerfleet.contracts.demand.JobQueued;
import dev.runnerfleet.testkit.BackingServices;
import dev.runnerfleet.testkit.SandboxProcess;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Polling alone, over the sandbox's GitLab and its wire. */
@QuarkusTest
@WithTestResource(BackingServices.class)
@WithTestResource(SandboxProcess.class)
class SandboxPollTest {

  private final DemandEar demand = new DemandEar();

  // Not injected: Quarkus would look for it in every test of the module.
  private final String sandbox =
      ConfigProvider.getConfig().getValue("runnerfleet.sandbox.url", String.class);

  @Test
  void shouldSeeEveryQueuedJobAndWhatBecomesOfIt() {
    // Given more jobs than a page holds, in several projects and on several refs
    List<Long> many = make("polled/many", List.of("docker", "linux"), "feature/x", false, 230);
    long guarded = make("polled/guarded", List.of(), "release/1", true, 1).getFirst();

    // When
    poll();

    // Then
    Map<JobId, List<DemandEvent>> told = demand.byJob();
    assertThat(many)
        .allSatisfy(id -> assertQueued(told.get(new JobId(id)), Set.of("docker", "linux"), false));
    assertQueued(told.get(new JobId(guarded)), Set.of(), true);

    // When
    cancel("polled/guarded", guarded);
    poll();
    poll();

    // Then
    assertThat(demand.of(guarded))
        .hasSize(2)
        .last()
        .isInstanceOfSatisfying(
            JobFinished.class, event -> assertThat(event.outcome()).isEqualTo(Outcome.CANCELED));
    assertThat(demand.of(many.getFirst())).hasSize(1);
    demand.close();
  }

  private static void assertQueued(
      @Nullable List<DemandEvent> told, Set<String> tags, boolean refProtected) {
    assertThat(told)
        .singleElement()
        .isInstanceOfSatisfying(
            JobQueued.class,
            event -> {
              assertThat(event.tags()).isEqualTo(tags);
              assertThat(event.refProtected()).isEqualTo(refProtected);
              assertThat(event.at()).isBeforeOrEqualTo(event.seenAt());
            });
  }

  private List<Long> make(
      String project, List<String> tags, String ref, boolean isProtected, int count) {
    String body =
        """
        {"project":"%s","tags":%s,"ref":"%s","protected":%s,"count":%d,"duration":"PT1H"}
        """
            .formatted(
                project,
                tags.stream().map(tag -> '"' + tag + '"').toList(),
                ref,
                isProtected,
                count);
    return given()
        .contentType("application/json")
        .body(body)
        .post(sandbox + "/control/jobs")
        .then()
        .extract()
        .jsonPath()
        .getList("ids", Long.class);
  }

  private void cancel(String project, long job) {
    given()
        .urlEncodingEnabled(false)
        .header("PRIVATE-TOKEN", "glpat-sandbox")
        .post(
            "%s/gitlab/api/v4/projects/%s/jobs/%d/cancel"
                .formatted(sandbox, project.replace("/", "%2F"), job))
        .then()
        .statusCode(201);
  }
}
