package dev.runnerfleet.jobwatcher;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The care for webhooks, and what is said of them and of the token. */
@QuarkusTest
@WithTestResource(BackingServices.class)
@WithTestResource(GitLabs.class)
class HookCareTest {

  private final Script gitlab = new Script();

  @BeforeEach
  @AfterEach
  void reset() {
    gitlab.reset();
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

    // When it is there, but tells of pipelines only
    gitlab.answer("/groups/acme/hooks", 200, hook("executable").replace("job_events", "x"));
    gitlab.answer("PUT /groups/acme/hooks/7", 200, "{\"id\":7}");

    // Then
    given()
        .post("/hooks")
        .then()
        .body("items[0].action", equalTo("REPAIR"))
        .body("items[0].reason", equalTo("job events are off"));
    given().post("/hooks?apply=true").then().body("items[0].done", equalTo(true));
    assertThat(gitlab.asked("PUT /groups/acme/hooks/7")).isOne();
  }

  @Test
  void shouldSwitchAWebhookOnAgainAndSaySoUntilItIs() {
    // Given
    String trial = "POST /groups/acme/hooks/7/test/job_events";
    gitlab.answer(trial, 422, "{}");

    // When GitLab has switched it off
    gitlab.answer("/groups/acme/hooks", 200, hook("disabled"));

    // Then the sweep says so while it cannot be helped
    await().until(() -> said("/q/health/ready", "GitLab has it disabled; GitLab answered 422"));
    assertThat(said("/q/metrics", "runnerfleet_hooks_disabled 1.0")).isTrue();

    // When its trial is answered well
    gitlab.answer(trial, 201, "{}");
    await().until(() -> gitlab.asked(trial) > 1);
    gitlab.answer("/groups/acme/hooks", 200, hook("executable"));

    // Then
    await().until(() -> said("/q/metrics", "runnerfleet_hooks_disabled 0.0"));
    assertThat(said("/q/health/ready", "GitLab has it disabled")).isFalse();
  }

  @Test
  void shouldSayWhichScopesTheTokenLacksAndForWhat() {
    when()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body(containsString("lacks read_api"))
        .body(containsString("installing, repairing and enabling webhooks"));
  }

  private static boolean said(String path, String words) {
    return when().get(path).asString().contains(words);
  }

  private static String hook(String alertStatus) {
    return """
        [{"id":7,"url":"https://fleet.example/webhooks/gitlab","job_events":true,"pipeline_events":true,
          "enable_ssl_verification":true,"alert_status":"%s"}]
        """
        .formatted(alertStatus);
  }
}
