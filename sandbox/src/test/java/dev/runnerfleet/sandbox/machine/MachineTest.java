package dev.runnerfleet.sandbox.machine;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;

import dev.runnerfleet.sandbox.ec2.Ec2Wire;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine against a provisioner and a GitLab that only write down what they are sent. */
@QuarkusTest
class MachineTest {
  private static final Duration BOUND = Duration.ofSeconds(20);

  private Ec2Wire ec2;
  private OutsideWorld outside;

  @BeforeEach
  void open() {
    ec2 = Ec2Wire.open();
    outside = OutsideWorld.open();
  }

  @AfterEach
  void close() {
    outside.close();
  }

  private String launch() {
    String userData =
        "#!/bin/bash\nRUNNERFLEET_ENROLMENT_URL='" + outside.url("/enrolments") + "'\n";
    String encoded = Base64.getEncoder().encodeToString(userData.getBytes(StandardCharsets.UTF_8));
    return ec2.fleet(ec2.template(encoded), 1, request -> {})
        .instances()
        .getFirst()
        .instanceIds()
        .getFirst();
  }

  @Test
  void shouldProveItsIdentityAndWorkAJob() {
    // Given
    outside.offerJob("PT0.2S", 0);

    // When
    String instance = launch();

    // Then
    JsonObject enrolment = outside.await("POST /enrolments");
    String document = enrolment.getString("document");
    var identity = new JsonObject(document);
    assertThat(identity.getString("instanceId")).isEqualTo(instance);
    assertThat(identity.getString("accountId")).isEqualTo("123456789012");
    String pem = given().get("/control/certificate").then().statusCode(200).extract().asString();
    assertThat(Proof.holds(document, enrolment.getString("signature"), pem)).isTrue();
    assertThat(Proof.holds(document + " ", enrolment.getString("signature"), pem)).isFalse();
    JsonObject verification = outside.await("POST /gitlab/api/v4/runners/verify");
    assertThat(verification.getString("token")).isEqualTo("glrt-test");
    assertThat(verification.getString("system_id")).isEqualTo("s_" + instance.substring(2));
    JsonObject end = outside.await("PUT /gitlab/api/v4/jobs/7");
    assertThat(end.getString("state")).isEqualTo("success");
    assertThat(end.getString("token")).isEqualTo("job-token");
    assertThat(outside.traceRanges()).first().asString().startsWith("0-");
  }

  @Test
  void shouldReportAJobThatFails() {
    // Given
    outside.offerJob("PT0.1S", 3);

    // When
    launch();

    // Then
    JsonObject end = outside.await("PUT /gitlab/api/v4/jobs/7");
    assertThat(end.getString("state")).isEqualTo("failed");
    assertThat(end.getString("failure_reason")).isEqualTo("script_failure");
  }

  @Test
  void shouldEnrolAgainWhenNobodyCouldAnswer() {
    // Given
    outside.failEnrolments(1);

    // When
    launch();

    // Then
    outside.await("POST /gitlab/api/v4/runners/verify");
    assertThat(outside.count("POST /enrolments")).isEqualTo(2);
  }

  @Test
  void shouldReportItsNoticeAndAbortItsJobBeforeItsEnd() {
    // Given
    outside.offerJob("PT1H", 0);
    String instance = launch();
    outside.await("POST /gitlab/api/v4/jobs/request");

    // When: less is left than it aborts its jobs before
    given()
        .contentType("application/json")
        .body("{\"late\": \"PT105S\"}")
        .post("/control/instances/" + instance + "/interrupt")
        .then()
        .statusCode(200);

    // Then
    JsonObject report = outside.await("POST /reports");
    assertThat(report.getString("runner")).isEqualTo("r-1");
    assertThat(report.getJsonObject("notice").getString("kind")).isEqualTo("SPOT_INTERRUPTION");
    JsonObject end = outside.await("PUT /gitlab/api/v4/jobs/7");
    assertThat(end.getString("state")).isEqualTo("failed");
    assertThat(end.getString("failure_reason")).isEqualTo("runner_interrupted");
  }

  @Test
  void shouldStopPollingWhenItsInstanceIsKilled() {
    // Given
    String instance = launch();
    outside.await("POST /gitlab/api/v4/jobs/request");

    // When
    given().post("/control/instances/" + instance + "/kill").then().statusCode(200);

    // Then
    Awaitility.await().atMost(BOUND).pollInterval(Duration.ofMillis(1200)).until(outside::isQuiet);
    assertThat(ec2.instance(instance).state().nameAsString()).isIn("shutting-down", "terminated");
  }

  @Test
  void shouldGuardMetadataByATokenDance() {
    // Given
    String instance = launch();
    String imds = "/imds/" + instance + "/latest";
    Awaitility.await()
        .atMost(BOUND)
        .until(() -> ec2.instance(instance).state().nameAsString().equals("running"));

    // When
    given().get(imds + "/meta-data/instance-id").then().statusCode(401);
    given().put(imds + "/api/token").then().statusCode(400);
    String token =
        given()
            .header("X-aws-ec2-metadata-token-ttl-seconds", "60")
            .put(imds + "/api/token")
            .then()
            .statusCode(200)
            .extract()
            .asString();

    // Then
    var asking = given().header("X-aws-ec2-metadata-token", token);
    asking.get(imds + "/meta-data/instance-id").then().body(equalTo(instance));
    assertThat(asking.get(imds + "/meta-data/").asString()).contains("placement/\n");
    asking.get(imds + "/meta-data/placement/region").then().body(equalTo("us-east-1"));
    asking.get(imds + "/meta-data/spot/instance-action").then().statusCode(404);
    assertThat(asking.get(imds + "/user-data").asString()).startsWith("#!/bin/bash\n");
  }

  @Test
  void shouldShowTheWorldAndRefuseToKillWhatIsNotThere() {
    // Given
    launch();

    // When
    var world = given().get("/control/world").then().statusCode(200);

    // Then
    world.body("instances", hasKey("running"));
    world.body("calls.CreateFleet", hasKey("ok"));
    world.body("money", hasKey("spot"));
    given()
        .post("/control/instances/i-00000000/kill")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("status", equalTo(404));
  }
}
