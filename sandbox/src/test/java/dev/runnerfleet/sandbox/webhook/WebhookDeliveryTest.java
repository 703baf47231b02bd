package dev.runnerfleet.sandbox.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.runnerfleet.sandbox.webhook.Receiver.Received;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = Receiver.class, restrictToAnnotatedClass = true)
class WebhookDeliveryTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private static long job(String project) {
    return given()
        .contentType(ContentType.JSON)
        .body(Map.of("project", project, "tags", List.of("hooked")))
        .post("/control/jobs")
        .then()
        .statusCode(201)
        .extract()
        .jsonPath()
        .getLong("ids[0]");
  }

  private static void cancel(long job) {
    given().post("/control/jobs/" + job + "/cancel").then().statusCode(200);
  }

  private static List<Received> received(String project, int count) {
    await().atMost(SOON).until(() -> Receiver.of(project).size() >= count);
    return Receiver.of(project);
  }

  @Test
  void shouldTellOfEachChangeOnceAndInOrder() {
    // Given
    cancel(job("hooks/order"));

    // When
    List<Received> hooks = received("hooks/order", 5);

    // Then
    assertThat(hooks)
        .extracting(WebhookDeliveryTest::gist)
        .containsExactly(
            "Job Hook created",
            "Job Hook pending",
            "Pipeline Hook pending",
            "Job Hook canceled",
            "Pipeline Hook canceled");
    assertThat(hooks)
        .extracting(hook -> hook.headers().getFirst("Idempotency-Key"))
        .doesNotContainNull()
        .doesNotHaveDuplicates();
  }

  private static String gist(Received hook) {
    JsonPath body = hook.body();
    String status =
        "build".equals(body.getString("object_kind"))
            ? body.getString("build_status")
            : body.getString("object_attributes.status");
    return hook.event() + " " + status;
  }

  @Test
  void shouldSendGitLabsHeadersAndPayload() {
    // Given
    long job = job("hooks/shape");

    // When
    List<Received> hooks = received("hooks/shape", 3);

    // Then
    var pending = hooks.get(1);
    assertThat(pending.headers().getFirst("X-Gitlab-Token")).isEqualTo("a-secret");
    assertThat(pending.headers().getFirst("User-Agent")).startsWith("GitLab/");
    assertThat(pending.headers().getFirst("Content-Type")).isEqualTo("application/json");
    assertThat(pending.headers())
        .containsKeys("X-gitlab-webhook-uuid", "X-gitlab-event-uuid", "X-gitlab-instance");
    JsonPath body = pending.body();
    assertThat(body.getLong("build_id")).isEqualTo(job);
    assertThat(body.getString("build_name")).isEqualTo("hooked");
    assertThat(body.getString("build_created_at")).matches("\\d{4}-.*T.*\\.\\d{3}Z");
    assertThat(body.getString("build_created_at_iso")).matches("\\d{4}-.*T[^.]*Z");
    assertThat(body.getLong("commit.id")).isEqualTo(body.getLong("pipeline_id"));
    assertThat(body.getBoolean("tag")).isFalse();
    assertThat(body.<Object>get("runner")).isNull();
    assertThat(body.<Map<String, Object>>get("$")).doesNotContainKeys("tag_list", "tags");
    JsonPath pipeline = hooks.get(2).body();
    assertThat(pipeline.getList("builds.id", Long.class)).containsExactly(job);
    assertThat(pipeline.getBoolean("object_attributes.protected_ref")).isFalse();
    assertThat(pipeline.getList("object_attributes.stages", String.class)).containsExactly("test");
  }

  @Test
  void shouldNotSendAgainWhatWasRefused() {
    // Given
    cancel(job("hooks/refused"));

    // When what comes after a refusal has arrived
    List<Received> hooks = received("hooks/refused", 5);

    // Then
    assertThat(hooks).hasSize(5);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                given()
                    .get("/q/metrics")
                    .then()
                    .body(
                        containsString(
                            "runnerfleet_sandbox_webhooks_total{event=\"Job Hook\",result=\"refused\"}"
                                + " 3.0")));
  }

  private static String order(String fault) {
    return given()
        .contentType(ContentType.JSON)
        .body(fault.replace('\'', '"'))
        .post("/control/faults")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private static void lift(String fault) {
    given().delete("/control/faults/" + fault).then().statusCode(204);
  }

  private static List<String> gists(String project, int count) {
    return received(project, count).stream().map(WebhookDeliveryTest::gist).toList();
  }

  @Test
  void shouldNotSendWhatIsToBeLost() {
    // Given
    String fault = order("{'kind':'lose-webhooks','events':['Job *'],'projects':['hooks/lost']}");
    long job = job("hooks/lost");
    received("hooks/lost", 1);
    lift(fault);

    // When
    cancel(job);

    // Then
    assertThat(gists("hooks/lost", 3))
        .containsExactly("Pipeline Hook pending", "Job Hook canceled", "Pipeline Hook canceled");
  }

  @Test
  void shouldSendTwiceUnderOneKeyWhatIsToBeDoubled() {
    // Given
    String fault =
        order("{'kind':'duplicate-webhooks','events':['Job Hook'],'projects':['hooks/twice']}");

    // When
    job("hooks/twice");

    // Then two of each of the job's, one of the pipeline's
    List<Received> hooks = received("hooks/twice", 5);
    var jobs = hooks.stream().filter(hook -> hook.event().equals("Job Hook")).toList();
    assertThat(jobs).hasSize(4);
    assertThat(jobs.stream().map(hook -> hook.headers().getFirst("Idempotency-Key")).distinct())
        .hasSize(2);
    assertThat(jobs.stream().map(hook -> hook.headers().getFirst("X-Gitlab-Webhook-UUID")))
        .doesNotHaveDuplicates();
    lift(fault);
  }

  @Test
  void shouldSendLaterWhatIsToBeLate() {
    // Given
    String fault =
        order("{'kind':'delay-webhooks','projects':['hooks/late'],'by':'PT1S','count':1}");

    // When
    job("hooks/late");

    // Then
    assertThat(gists("hooks/late", 3))
        .containsExactly("Job Hook pending", "Pipeline Hook pending", "Job Hook created");
    lift(fault);
  }

  @Test
  void shouldSendInAnyOrderAndLeaveNothingOutWhatIsToBeShuffled() {
    // Given
    String fault =
        order("{'kind':'reorder-webhooks','projects':['hooks/any'],'by':'PT2S','seed':3}");

    // When
    job("hooks/any");

    // Then
    assertThat(gists("hooks/any", 3))
        .containsExactlyInAnyOrder("Job Hook created", "Job Hook pending", "Pipeline Hook pending");
    lift(fault);
  }
}
