package dev.runnerfleet.sandbox.machine;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.runnerfleet.sandbox.ec2.Ec2Wire;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateConfigRequest;

/** What faults do to machines, as seen from EC2 and from those whom the machines talk with. */
@QuarkusTest
class TroubledMachineTest {
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final Duration LONGER_THAN_A_POLL = Duration.ofMillis(1200);

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

  private String launch(String type) {
    String userData = "RUNNERFLEET_ENROLMENT_URL='" + outside.url("/enrolments") + "'\n";
    String encoded = Base64.getEncoder().encodeToString(userData.getBytes(StandardCharsets.UTF_8));
    String template = ec2.template(encoded);
    return ec2.fleet(
            template,
            1,
            request ->
                request.launchTemplateConfigs(
                    FleetLaunchTemplateConfigRequest.builder()
                        .launchTemplateSpecification(
                            named -> named.launchTemplateName(template).version("$Latest"))
                        .overrides(Ec2Wire.override(type, "subnet-0b"))
                        .build()))
        .instances()
        .getFirst()
        .instanceIds()
        .getFirst();
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

  private void awaitState(String instance, String state) {
    Awaitility.await()
        .atMost(BOUND)
        .until(() -> ec2.instance(instance).state().nameAsString().equals(state));
  }

  @Test
  void shouldRunAndNeverEnrolWhereBootsFail() {
    // Given
    String fault = order("{'kind':'fail-boots','types':['r7i.large'],'count':1}");
    String mute = launch("r7i.large");
    awaitState(mute, "running");

    // When one that was launched after it has enrolled
    String healthy = launch("r7i.large");
    outside.await("POST /gitlab/api/v4/jobs/request");

    // Then
    assertThat(outside.enrolled()).containsExactly(healthy);
    assertThat(ec2.instance(mute).state().nameAsString()).isEqualTo("running");
    given().get("/control/faults/" + fault).then().body("strikes", equalTo(1));
    lift(fault);
  }

  @Test
  void shouldEndWhileItBootsWhereBootsDie() {
    // Given
    String fault = order("{'kind':'fail-boots','types':['c7i.2xlarge'],'trouble':'dies'}");

    // When
    String instance = launch("c7i.2xlarge");

    // Then
    awaitState(instance, "terminated");
    assertThat(ec2.instance(instance).stateReason().code()).isEqualTo("Server.InternalError");
    assertThat(outside.enrolled()).isEmpty();
    lift(fault);
  }

  @Test
  void shouldSendNothingWhileFrozenAndGoOnAfterwards() {
    // Given
    String instance = launch("m7i.large");
    outside.await("POST /gitlab/api/v4/jobs/request");

    // When
    String fault = order("{'kind':'freeze-machines','instances':['" + instance + "']}");

    // Then
    Awaitility.await().atMost(BOUND).pollInterval(LONGER_THAN_A_POLL).until(outside::isQuiet);
    assertThat(ec2.instance(instance).state().nameAsString()).isEqualTo("running");
    long polls = outside.count("POST /gitlab/api/v4/jobs/request");
    lift(fault);
    Awaitility.await()
        .atMost(BOUND)
        .until(() -> outside.count("POST /gitlab/api/v4/jobs/request") > polls);
    assertThat(outside.count("POST /enrolments")).isEqualTo(1);
  }

  @Test
  void shouldTellAnotherTimeWhereItsClockIsOff() {
    // Given
    String fault = order("{'kind':'skew-clock','types':['c6i.large'],'by':'-PT1H'}");

    // When
    launch("c6i.large");

    // Then
    outside.await("POST /gitlab/api/v4/runners/verify");
    Instant told =
        ZonedDateTime.parse(
                outside.enrolmentDates().getFirst(), DateTimeFormatter.RFC_1123_DATE_TIME)
            .toInstant();
    Instant now = Instant.parse(given().get("/control/world").jsonPath().getString("now"));
    assertThat(Duration.between(told, now)).isBetween(Duration.ofMinutes(59), Duration.ofHours(2));
    lift(fault);
  }

  @Test
  void shouldTakeItsJobWithItWhenItDies() {
    // Given
    outside.offerJob("PT1H", 0);
    String instance = launch("m7i.large");
    outside.awaitCall("PATCH /gitlab/api/v4/jobs/7/trace");

    // When
    given().post("/control/instances/" + instance + "/kill").then().statusCode(200);

    // Then nobody ever reports the job's end
    Awaitility.await().atMost(BOUND).pollInterval(LONGER_THAN_A_POLL).until(outside::isQuiet);
    assertThat(outside.count("PUT /gitlab/api/v4/jobs/7")).isZero();
  }
}
