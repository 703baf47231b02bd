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
import io.restassured.RestAssured;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
@WithTestResource(GitLabs.class)
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
  void shouldListByPageNumberWhereGitLabRefusesKeyset() {
    // Given
    gitlab.answer(jobs() + "?keyset", 405, "{\"error\":\"Keyset pagination is not available\"}");
    gitlab.answer(jobs(), 200, list(json(201, "numbered", "pending", List.of("docker"))));

    // When
    poll();

    // Then
    assertThat(queued(201)).isEqualTo(Set.of("docker"));
  }

  @Test
  void shouldLeaveGitLabAloneForAsLongAsItWants() {
    // Given
    gitlab.answer(jobs(), 429, "{}");
    poll();
    int asked = gitlab.asked(jobs());
    gitlab.answer(jobs(), 200, list(json(211, "patient", "pending", List.of("docker"))));

    // When a queued job's tags are wanted meanwhile
    Webhook.of(212, "impatient", "pending").send().statusCode(200);

    // Then GitLab is not asked for them, nor for anything until its two seconds are over
    assertThat(gitlab.asked(job(212))).isZero();
    assertThat(gitlab.asked(jobs())).isEqualTo(asked);
    poll();
    assertThat(queued(211)).isEqualTo(Set.of("docker"));
    when()
        .get("/q/metrics")
        .then()
        .body(containsString("action=\"list-jobs\",api=\"gitlab\",result=\"throttled\""));
  }

  @Test
  void shouldGatherQuestionsForTags() throws Exception {
    // Given as many jobs that nobody has heard of
    List<String> listed =
        IntStream.range(221, 261)
            .mapToObj(id -> json(id, "unheard-" + id, "pending", List.of("t" + id)))
            .toList();
    gitlab.answer(jobs(), 200, list(listed.toArray(String[]::new)));
    IntStream.range(221, 261).forEach(id -> gitlab.answer(job(id), 200, listed.get(id - 221)));

    // When
    try (ExecutorService executor = Executors.newFixedThreadPool(20)) {
      var answers =
          executor.invokeAll(
              IntStream.range(221, 261)
                  .mapToObj(
                      id ->
                          (Callable<Integer>)
                              () ->
                                  Webhook.of(id, "unheard-" + id, "pending")
                                      .send()
                                      .extract()
                                      .statusCode())
                  .toList());
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
    }

    // Then each has its own tags, and GitLab was asked far less than once for each
    assertThat(IntStream.range(221, 261))
        .allSatisfy(id -> assertThat(queued(id)).isEqualTo(Set.of("t" + id)));
    int asked =
        gitlab.asked(jobs()) + IntStream.range(221, 261).map(id -> gitlab.asked(job(id))).sum();
    assertThat(asked).isLessThan(20);
  }

  @Test
  void shouldTakeTheWholeInstanceInARequestAPage() {
    // Given an administrator's GitLab that answers for all projects at once
    gitlab.answer(
        "/graphql",
        200,
        """
        {"data":{"jobs":{"pageInfo":{"hasNextPage":false,"endCursor":"x"},"nodes":[
          {"id":"gid://gitlab/Ci::Build/271","name":"at once","status":"PENDING","tags":["docker"],
           "refName":"main","createdByTag":false,"createdAt":"2026-03-01T12:00:00Z",
           "queuedAt":"2026-03-01T12:00:01Z","project":{"id":"gid://gitlab/Project/42"},
           "pipeline":{"id":"gid://gitlab/Ci::Pipeline/9"},"runner":null},
          {"id":"gid://gitlab/Ci::Build/272","name":"elsewhere","status":"PENDING","tags":[],
           "refName":"main","createdAt":"2026-03-01T12:00:00Z",
           "project":{"id":"gid://gitlab/Project/43"},
           "pipeline":{"id":"gid://gitlab/Ci::Pipeline/9"},"runner":null},
          {"id":"gid://gitlab/Ci::Bridge/273","name":"a trigger","status":"PENDING"}]}}}
        """);
    int asked = gitlab.asked(jobs());

    // When
    poll();

    // Then nothing is told of a project that is not watched
    assertThat(demand.of(271))
        .singleElement()
        .isInstanceOfSatisfying(
            JobQueued.class,
            event -> {
              assertThat(event.tags()).isEqualTo(Set.of("docker"));
              assertThat(event.refProtected()).isTrue();
              assertThat(event.at()).isEqualTo("2026-03-01T12:00:01Z");
            });
    assertThat(demand.of(272)).isEmpty();
    assertThat(gitlab.asked(jobs())).isEqualTo(asked);
  }

  @Test
  void shouldNotListProjectsThatCannotHaveJobs() {
    // Given
    gitlab.answer(
        "/groups/acme/projects",
        200,
        "[{\"id\":42},{\"id\":44,\"archived\":true},{\"id\":45,\"builds_access_level\":\"disabled\"}]");

    // When
    poll();

    // Then
    assertThat(gitlab.asked(jobs())).isPositive();
    assertThat(gitlab.asked("/projects/44/jobs") + gitlab.asked("/projects/45/jobs")).isZero();
  }

  @Test
  void shouldTellNothingWhileGitLabIsAwayAndCatchUpAfterwards() {
    // Given
    gitlab.answer(job(281), 200, json(281, "before", "pending", List.of("docker")));
    Webhook.of(281, "before", "pending").send().statusCode(200);
    Webhook.of(282, "underway", "running").send().statusCode(200);

    // When GitLab answers 500 or not at all, for a while
    gitlab.let(GitLabs.Mode.AWAY);
    poll();
    poll();

    // Then nothing is concluded, and we are ready for more
    assertThat(demand.of(281)).hasSize(1);
    assertThat(demand.of(282)).hasSize(1);
    when().get("/q/health/ready").then().statusCode(200);

    // When it is back, with another truth
    gitlab.let(GitLabs.Mode.SCRIPTED);
    gitlab.answer(jobs(), 200, list(json(283, "before", "pending", List.of("large"))));
    gitlab.answer(job(281), 200, json(281, "before", "canceled", List.of("docker")));
    gitlab.answer(job(282), 200, json(282, "underway", "success", List.of()));
    poll();

    // Then
    assertThat(outcome(281)).isEqualTo(Outcome.CANCELED);
    assertThat(outcome(282)).isEqualTo(Outcome.SUCCESS);
    assertThat(queued(283)).isEqualTo(Set.of("large"));
  }

  @Test
  void shouldSayWhatItsWebhooksNeedAndDoItWhenTold() {
    // Given
    gitlab.answer("/groups/acme/hooks", 200, "[]");
    gitlab.answer("POST /groups/acme/hooks", 201, "{\"id\":7}");

    // When Then nothing is done until it is wanted
    given()
        .post("/hooks")
        .then()
        .statusCode(200)
        .body("items[0].owner", equalTo("groups/acme"))
        .body("items[0].action", equalTo("INSTALL"))
        .body("items[0].done", equalTo(false));
    assertThat(gitlab.asked("POST /groups/acme/hooks")).isZero();
    given().post("/hooks?apply=true").then().body("items[0].done", equalTo(true));
    assertThat(gitlab.asked("POST /groups/acme/hooks")).isOne();

    // When GitLab has switched it off
    gitlab.answer(
        "/groups/acme/hooks",
        200,
        "[{\"id\":7,\"url\":\"https://fleet.example/webhooks/gitlab\",\"job_events\":true,"
            + "\"enable_ssl_verification\":true,\"alert_status\":\"disabled\"}]");
    gitlab.answer("POST /groups/acme/hooks/7/test/job_events", 201, "{}");

    // Then
    given().post("/hooks").then().body("items[0].action", equalTo("ENABLE"));
    given().post("/hooks?apply=true").then().body("items[0].done", equalTo(true));
    assertThat(gitlab.asked("POST /groups/acme/hooks/7/test/job_events")).isOne();
  }

  @Test
  void shouldRefuseABodyThatIsTooLongInWordsAndUnread() throws Exception {
    // Given
    String request =
        """
        POST /webhooks/gitlab HTTP/1.1\r
        Host: localhost\r
        X-Gitlab-Token: open sesame\r
        Content-Length: 5000000\r
        \r
        """;

    // When only the headers are sent
    String answer;
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    // Then
    assertThat(answer)
        .startsWith("HTTP/1.1 413")
        .contains("application/problem+json")
        .contains("longer than");
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
