package dev.runnerfleet.jobwatcher;

import static dev.runnerfleet.jobwatcher.Polling.poll;
import static dev.runnerfleet.jobwatcher.Script.job;
import static dev.runnerfleet.jobwatcher.Script.jobs;
import static dev.runnerfleet.jobwatcher.Script.json;
import static dev.runnerfleet.jobwatcher.Script.list;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.contracts.demand.JobFinished.Outcome;
import dev.runnerfleet.contracts.demand.JobQueued;
import dev.runnerfleet.contracts.demand.JobStarted;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Polls over a real broker and database, of a GitLab that follows a script. */
@QuarkusTest
@WithTestResource(BackingServices.class)
@WithTestResource(GitLabs.class)
class PollingTest extends Watching {

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
  void shouldTellNothingForTenMinutesWithoutGitLabAndCatchUpByTheNextPoll() {
    // Given
    gitlab.answer(job(281), 200, json(281, "before", "pending", List.of("docker")));
    Webhook.of(281, "before", "pending").send().statusCode(200);
    Webhook.of(282, "underway", "running").send().statusCode(200);

    // When GitLab answers 500 or not at all
    gitlab.let(GitLabs.Mode.AWAY);
    for (int minutes = 0; minutes < 10; minutes += 2) {
      ShiftedClock.pass(Duration.ofMinutes(2));
      poll();
    }
    Webhook.of(284, "never seen before", "pending").send().statusCode(200);

    // Then nothing is concluded or guessed, and we are ready for more
    assertThat(demand.of(281)).hasSize(1);
    assertThat(demand.of(282)).hasSize(1);
    assertThat(demand.of(284)).isEmpty();
    when().get("/q/health/ready").then().statusCode(200);

    // When it is back, with another truth
    gitlab.let(GitLabs.Mode.SCRIPTED);
    gitlab.answer(
        jobs(),
        200,
        list(
            json(283, "before", "pending", List.of("large")),
            json(284, "never seen before", "pending", List.of("huge"))));
    gitlab.answer(job(281), 200, json(281, "before", "canceled", List.of("docker")));
    gitlab.answer(job(282), 200, json(282, "underway", "success", List.of()));
    poll();

    // Then
    assertThat(outcome(281)).isEqualTo(Outcome.CANCELED);
    assertThat(outcome(282)).isEqualTo(Outcome.SUCCESS);
    assertThat(queued(283)).isEqualTo(Set.of("large"));
    assertThat(queued(284)).isEqualTo(Set.of("huge"));
  }

  @Test
  void shouldAskAboutTheJobOfAMachineThatIsGone() {
    // Given a job that runs on a machine of ours, and one that runs elsewhere
    RunnerId machine = new RunnerId("r-gone");
    PoolName pool = new PoolName("linux");
    InstanceId instance = new InstanceId("i-0123456789abcdef0");
    Webhook.of(295, "orphaned", "running").send().statusCode(200);
    gitlab.answer(job(295), 200, json(295, "orphaned", "failed", List.of()));

    // When only the machines' events tell of it
    try (RunnersVoice runners = new RunnersVoice()) {
      runners.tell(new RunnerRegistered(machine, pool, instance, RUNNER, ShiftedClock.now()));
      runners.tell(
          new RunnerTerminated(
              machine, pool, instance, RetirementReason.INTERRUPTED, ShiftedClock.now()));
    }

    // Then GitLab is asked before it is polled
    await().until(() -> demand.of(295).getLast() instanceof JobFinished);
    assertThat(outcome(295)).isEqualTo(Outcome.FAILED);
  }
}
