package dev.runnerfleet.jobwatcher;

import static dev.runnerfleet.jobwatcher.Polling.poll;
import static dev.runnerfleet.jobwatcher.Script.job;
import static dev.runnerfleet.jobwatcher.Script.jobs;
import static dev.runnerfleet.jobwatcher.Script.json;
import static dev.runnerfleet.jobwatcher.Script.list;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.contracts.demand.JobFinished.Outcome;
import dev.runnerfleet.contracts.demand.JobQueued;
import dev.runnerfleet.contracts.demand.JobStarted;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Webhooks and polls over a real broker and database, and a GitLab that follows a script. */
@QuarkusTest
@WithTestResource(BackingServices.class)
@WithTestResource(ScriptedGitLab.class)
class WatchingTest {

  private static final GitLabRunnerId RUNNER = new GitLabRunnerId(77);
  private static final ProjectId PROJECT = new ProjectId(Script.PROJECT);

  private final Script gitlab = new Script();
  private final DemandEar demand = new DemandEar();

  @BeforeEach
  void reset() {
    gitlab.reset();
  }

  @AfterEach
  void close() {
    // What a test leaves active must not have the next one's polls ask for it.
    gitlab.reset();
    poll();
    demand.close();
  }

  @Test
  void shouldAskForTagsOnceAndRememberThemByJobName() {
    // Given
    gitlab.answer(job(101), 200, json(101, "remembered", "pending", List.of("docker", "linux")));

    // When
    Webhook.of(101, "remembered", "pending").send().statusCode(200);
    Webhook.of(102, "remembered", "pending").send().statusCode(200);

    // Then both are in Kafka by the time they were answered, the second without a question
    assertThat(queued(101)).isEqualTo(queued(102)).isEqualTo(Set.of("docker", "linux"));
    assertThat(((JobQueued) demand.of(102).getFirst()).refProtected()).isTrue();
    assertThat(gitlab.asked(job(101))).isOne();
    assertThat(gitlab.asked(job(102))).isZero();
  }

  @Test
  void shouldKnowAnUnprotectedBranchWithASlashInItsName() {
    // Given
    gitlab.answer(job(111), 200, json(111, "unprotected", "pending", List.of()));

    // When
    Webhook.of(111, "unprotected", "pending").on("feature/x").send().statusCode(200);

    // Then
    assertThat(gitlab.asked("/projects/42/repository/branches/feature%2Fx")).isOne();
    assertThat(demand.of(111))
        .singleElement()
        .isInstanceOfSatisfying(
            JobQueued.class, event -> assertThat(event.refProtected()).isFalse());
  }

  @Test
  void shouldTellStartAndEndWithTheRunnerAndGitLabsTimes() {
    // When
    Webhook.of(121, "life", "running").send().statusCode(200);
    Webhook.of(121, "life", "success").send().statusCode(200);

    // Then
    assertThat(demand.of(121))
        .containsExactly(
            new JobStarted(new JobId(121), PROJECT, RUNNER, Instant.parse("2026-03-01T12:00:05Z")),
            new JobFinished(
                new JobId(121),
                PROJECT,
                Outcome.SUCCESS,
                null,
                RUNNER,
                Instant.parse("2026-03-01T12:00:30Z")));
  }

  @Test
  void shouldTakeADeliveryOnce() {
    // Given
    Webhook started = Webhook.of(131, "once", "running");
    started.send().statusCode(200);

    // When
    started.send().statusCode(200);
    Webhook.of(131, "once", "running").send().statusCode(200);

    // Then
    assertThat(demand.of(131)).hasSize(1);
    when()
        .get("/q/metrics")
        .then()
        .body(containsString("runnerfleet_webhooks_total{result=\"duplicate\"}"))
        .body(containsString("runnerfleet_webhooks_total{result=\"repeated\"}"));
  }

  @Test
  void shouldTellOnceHoweverManyDeliveriesComeAtOnce() throws Exception {
    // Given
    gitlab.answer(job(141), 200, json(141, "crowd", "pending", List.of("docker")));
    Webhook.of(141, "crowd", "pending").send().statusCode(200);
    Callable<Integer> delivery =
        () -> Webhook.of(142, "crowd", "pending").send().extract().statusCode();

    // When
    try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
      var answers = executor.invokeAll(IntStream.range(0, 40).mapToObj(i -> delivery).toList());
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
    }

    // Then
    assertThat(demand.of(142)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wrong       | {\"object_kind\":\"build\"} | 401",
        "''          | {}                          | 401",
        "open sesame | {\"object_kind\":\"build\"} | 400",
        "open sesame | {                           | 400",
        "open sesame | {\"object_kind\":\"push\"}  | 200"
      })
  void shouldAnswerWhatItCannotUseWithoutHelp(String token, String body, int status) {
    Webhook.post(token, "k-" + token + body, body)
        .statusCode(status)
        .body(not(containsString("token")))
        .body(not(containsString("object_kind")))
        .body(not(containsString("sesame")));
  }

  @Test
  void shouldLeaveItToPollingWhereGitLabDoesNotSayTheTags() {
    // Given
    gitlab.answer(job(151), 500, "{}");

    // When
    Webhook.of(151, "later", "pending").send().statusCode(200);

    // Then it is known, and nothing was guessed
    assertThat(demand.of(151)).isEmpty();
    given()
        .queryParam("state", "pending")
        .get("/jobs")
        .then()
        .statusCode(200)
        .body("items.find { it.id == 151 }.tags", nullValue())
        .body("items.id", hasItem(151));

    // And a poll tells of it
    gitlab.answer(jobs(), 200, list(json(151, "later", "pending", List.of("large"))));
    poll();
    assertThat(queued(151)).isEqualTo(Set.of("large"));
  }

  @Test
  void shouldFindByPollingWhatWebhooksLost() {
    // Given
    Webhook.of(162, "started", "running").send().statusCode(200);
    gitlab.answer(job(163), 200, json(163, "found", "pending", List.of("docker")));
    Webhook.of(163, "found", "pending").send().statusCode(200);
    Webhook.of(164, "vanishing", "running").send().statusCode(200);
    gitlab.answer(
        jobs(),
        list(json(161, "found", "pending", List.of("docker", "new"))),
        "<http://elsewhere.example/x?cursor=2>; rel=\"next\"");
    gitlab.answer(
        jobs() + "?cursor", 200, list(json(163, "found", "running", List.of("docker", "new"))));
    gitlab.answer(job(162), 200, json(162, "started", "failed", List.of()));

    // When
    poll();
    poll();

    // Then
    assertThat(queued(161)).isEqualTo(Set.of("docker", "new"));
    assertThat(outcome(162)).isEqualTo(Outcome.FAILED);
    assertThat(demand.of(163)).last().isInstanceOf(JobStarted.class);
    assertThat(outcome(164)).isEqualTo(Outcome.VANISHED);
    assertThat(List.of(161L, 162L, 163L, 164L))
        .extracting(id -> demand.of(id).size())
        .containsExactly(1, 2, 2, 2);
  }

  @Test
  void shouldCorrectAWrongMemoryByASecondEvent() {
    // Given
    gitlab.answer(job(171), 200, json(171, "moody", "pending", List.of("docker")));
    Webhook.of(171, "moody", "pending").send().statusCode(200);
    Webhook.of(172, "moody", "pending").send().statusCode(200);
    gitlab.answer(
        jobs(),
        200,
        list(
            json(171, "moody", "pending", List.of("docker")),
            json(172, "moody", "pending", List.of("large"))));

    // When
    poll();

    // Then
    assertThat(demand.of(171)).hasSize(1);
    assertThat(demand.of(172)).hasSize(2);
    assertThat(queued(172)).isEqualTo(Set.of("large"));
  }

  @Test
  void shouldChangeNothingOnAFailedOrPartialListing() {
    // Given
    Webhook.of(181, "steady", "running").send().statusCode(200);
    gitlab.answer(jobs(), 500, "{}");

    // When
    poll();
    gitlab.answer(jobs(), "[]", "<http://x.example/x?cursor=2>; rel=\"next\"");
    gitlab.answer(jobs() + "?cursor", 502, "{}");
    poll();

    // Then the job is not even asked about
    assertThat(demand.of(181)).hasSize(1);
    assertThat(gitlab.asked(job(181))).isZero();
    when()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body(containsString("GitLab answered 502 to list-jobs"));
  }

  @Test
  void shouldPageThroughJobs() {
    // Given
    Webhook.of(191, "paged", "created").send().statusCode(200);
    Webhook.of(192, "paged", "created").send().statusCode(200);

    // When Then
    given()
        .queryParam("state", "created")
        .queryParam("project", 42)
        .queryParam("limit", 1)
        .queryParam("before", 193)
        .get("/jobs")
        .then()
        .statusCode(200)
        .body("items.id", equalTo(List.of(192)))
        .body("next", equalTo(192));
  }

  @ParameterizedTest
  @CsvSource({"state, dreaming", "limit, 0", "limit, many", "project, -1", "before, x"})
  void shouldSayWhatIsWrongWithAParameter(String name, String value) {
    given()
        .queryParam(name, value)
        .get("/jobs")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("field", equalTo(name));
  }

  private Set<String> queued(long job) {
    return demand.of(job).stream()
        .filter(JobQueued.class::isInstance)
        .map(event -> ((JobQueued) event).tags())
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private Outcome outcome(long job) {
    DemandEvent last = demand.of(job).getLast();
    return ((JobFinished) last).outcome();
  }
}
