package dev.runnerfleet.jobwatcher;

import static dev.runnerfleet.jobwatcher.Polling.poll;
import static dev.runnerfleet.jobwatcher.Script.job;
import static dev.runnerfleet.jobwatcher.Script.jobs;
import static dev.runnerfleet.jobwatcher.Script.json;
import static dev.runnerfleet.jobwatcher.Script.list;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.contracts.demand.JobFinished.Outcome;
import dev.runnerfleet.contracts.demand.JobQueued;
import dev.runnerfleet.contracts.demand.JobStarted;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Webhooks over a real broker and database, beside a GitLab that follows a script. */
@QuarkusTest
@WithTestResource(BackingServices.class)
@WithTestResource(GitLabs.class)
class WebhooksTest extends Watching {

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
  void shouldMakeUpForJobsWebhooksByTheirPipelines() {
    // Given a job that is known, and whose name's tags are
    gitlab.answer(job(291), 200, json(291, "of a pipeline", "pending", List.of("docker")));
    Webhook.of(291, "of a pipeline", "pending").send().statusCode(200);

    // When only the pipeline tells that it runs, and of another that is queued
    String key = UUID.randomUUID().toString();
    String pipeline =
        """
        {"object_kind":"pipeline","object_attributes":{"id":9,"ref":"main","tag":false},"project":{"id":42},
         "builds":[
           {"id":291,"name":"of a pipeline","status":"running","created_at":"2026-03-01 12:00:00 UTC",
            "started_at":"2026-03-01 12:00:05 UTC","runner":{"id":77}},
           {"id":292,"name":"of a pipeline","status":"pending","created_at":"2026-03-01 12:00:00 UTC"},
           {"id":293,"name":"later","status":"created","created_at":"2026-03-01 12:00:00 UTC"}]}
        """;
    Webhook.post("open sesame", key, pipeline).statusCode(200);
    Webhook.post("open sesame", key, pipeline).statusCode(200);

    // Then
    assertThat(demand.of(291)).hasSize(2).last().isInstanceOf(JobStarted.class);
    assertThat(demand.of(292)).hasSize(1);
    assertThat(queued(292)).isEqualTo(Set.of("docker"));
    assertThat(demand.of(293)).isEmpty();
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
  void shouldTakeNothingWhileKafkaDoesNotAndLeaveItToPolling() {
    // Given a Kafka that refuses everything
    AtomicLong next = new AtomicLong(301);
    try (KafkaTopic topic = new KafkaTopic()) {
      topic.refuse(true);
      await()
          .until(
              () ->
                  Webhook.of(next.getAndIncrement(), "refused", "running")
                          .send()
                          .extract()
                          .statusCode()
                      == 503);

      // When
      long first = next.get();
      for (long id = first; id < first + 20; id++) {
        Webhook.of(id, "refused", "running").send().statusCode(503);
      }

      // Then hardly anything is kept for later: one a second is let through to find out
      List<Long> kept =
          given()
              .queryParam("state", "running")
              .get("/jobs")
              .then()
              .extract()
              .jsonPath()
              .getList("items.id", Long.class);
      assertThat(kept).filteredOn(id -> id >= first).hasSizeLessThan(10);

      // When Kafka is back
      topic.refuse(false);
      await().until(() -> Webhook.of(300, "taken", "running").send().extract().statusCode() == 200);
      List<String> running = new ArrayList<>();
      for (long id = 300; id < first + 20; id++) {
        running.add(json(id, "refused", "running", List.of()));
      }
      gitlab.answer(jobs(), 200, list(running.toArray(String[]::new)));
      poll();

      // Then nothing is lost
      await()
          .untilAsserted(
              () ->
                  assertThat(LongStream.range(300, first + 20))
                      .allSatisfy(id -> assertThat(demand.of(id)).isNotEmpty()));
    }
  }

  @Test
  void shouldTakeNoRepeatForTakenBeforeKafkaHasWhatItTells() {
    // Given a webhook whose event was committed, and which Kafka refused
    AtomicLong next = new AtomicLong(401);
    try (KafkaTopic topic = new KafkaTopic()) {
      topic.refuse(true);
      Webhook refused =
          await()
              .until(
                  () -> Webhook.of(next.getAndIncrement(), "again", "running"),
                  webhook -> webhook.send().extract().statusCode() == 503);
      Webhook otherKey = Webhook.of(refused.job(), "again", "running");

      // When it comes again until one was let through to find out, each is refused
      for (Webhook again : List.of(refused, otherKey)) {
        double failed = failedMessages();
        await()
            .until(
                () -> {
                  again.send().statusCode(503);
                  return failedMessages() > failed;
                });
      }

      // Then it is taken when Kafka has the event
      topic.refuse(false);
      await().until(() -> refused.send().extract().statusCode() == 200);
      assertThat(demand.of(refused.job())).isNotEmpty();
    }
  }

  private static double failedMessages() {
    return when()
        .get("/q/metrics")
        .then()
        .extract()
        .asString()
        .lines()
        .filter(line -> line.startsWith("runnerfleet_messages_published_total"))
        .filter(line -> line.contains("result=\"failed\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
