package dev.runnerfleet.sandbox.ec2;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.CreateFleetResponse;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverridesRequest;

/** What is ordered to go wrong with EC2, as AWS's own client meets it. */
@QuarkusTest
class FaultyEc2WireTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private Ec2Wire ec2;

  @BeforeEach
  void open() {
    ec2 = Ec2Wire.openWithoutRetries();
  }

  @AfterEach
  void liftAll() {
    List<String> ordered = given().get("/control/faults").jsonPath().getList("id");
    ordered.forEach(id -> given().delete("/control/faults/" + id).then().statusCode(204));
  }

  private static ValidatableResponse order(String fault) {
    return given()
        .contentType(ContentType.JSON)
        .body(fault.replace('\'', '"'))
        .post("/control/faults")
        .then();
  }

  private CreateFleetResponse launch(int count, FleetLaunchTemplateOverridesRequest... overrides) {
    String template = ec2.template("Iw==");
    return ec2.client
        .createFleet(request -> Ec2Wire.spot(request, template, count, List.of(overrides)))
        .join();
  }

  @Test
  void shouldThrottleOneCallAndCountIt() {
    // Given
    order("{'kind':'throttle-api','actions':['DescribeVol*'],'count':1}").statusCode(201);

    // When
    var refused = Ec2Wire.refused(ec2.client.describeVolumes());

    // Then
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("RequestLimitExceeded");
    assertThat(ec2.client.describeVolumes().join().sdkHttpResponse().isSuccessful()).isTrue();
    given()
        .get("/control/world")
        .then()
        .body("calls.DescribeVolumes.RequestLimitExceeded", equalTo(1))
        .body("refusedCalls", greaterThan(0));
  }

  @Test
  void shouldFailWithTheCodeThatWasOrdered() {
    // Given
    order(
            "{'kind':'fail-api','actions':['CreateFleet'],'status':500,"
                + "'code':'InsufficientInstanceCapacity','message':'none left'}")
        .statusCode(201);

    // When
    String template = ec2.template("Iw==");
    var overrides = List.of(Ec2Wire.override("m7i.large", "subnet-0a"));
    var refused =
        Ec2Wire.refused(
            ec2.client.createFleet(request -> Ec2Wire.spot(request, template, 1, overrides)));

    // Then
    assertThat(refused.statusCode()).isEqualTo(500);
    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InsufficientInstanceCapacity");
    assertThat(refused.awsErrorDetails().errorMessage()).isEqualTo("none left");
  }

  @Test
  void shouldDoWhatItIsAskedThoughNobodyWaitsForTheAnswer() {
    // Given
    String template = ec2.template("Iw==");
    order("{'kind':'stall-api','actions':['DeleteLaunchTemplate']}").statusCode(201);

    // When
    var call =
        ec2.client.deleteLaunchTemplate(
            r ->
                r.launchTemplateName(template)
                    .overrideConfiguration(c -> c.apiCallTimeout(Duration.ofSeconds(1))));

    // Then
    assertThat(call).failsWithin(SOON).withThrowableThat().withMessageContaining("timeout");
    Awaitility.await()
        .atMost(SOON)
        .until(
            () ->
                ec2.client
                    .describeLaunchTemplates(r -> r.launchTemplateNames(template))
                    .handle((found, gone) -> gone != null)
                    .join());
  }

  @Test
  void shouldNameAFailingAndADryOfferingInAReply() {
    // Given
    order("{'kind':'fail-offering','types':['m6a.large'],'markets':['spot']}").statusCode(201);
    order("{'kind':'run-dry','types':['m6i.large'],'zones':['us-east-1b']}").statusCode(201);

    // When
    var fleet =
        launch(
            1,
            Ec2Wire.override("m6a.large", "subnet-0b"),
            Ec2Wire.override("m6i.large", "subnet-0b"));

    // Then
    assertThat(fleet.instances()).isEmpty();
    assertThat(fleet.errors())
        .extracting(
            error -> error.launchTemplateAndOverrides().overrides().instanceTypeAsString(),
            error -> error.errorCode())
        .containsExactlyInAnyOrder(
            tuple("m6a.large", "RequestLimitExceeded"),
            tuple("m6i.large", "InsufficientInstanceCapacity"));
  }

  @Test
  void shouldListNothingOrBreakOffOrShowWhatWasThere() {
    // Given
    String id = Ec2Wire.ids(launch(1, Ec2Wire.override("m7a.large", "subnet-0c"))).getFirst();

    // Then
    order("{'kind':'spoil-listings','count':1}").statusCode(201);
    assertThat(ec2.client.describeInstances().join().reservations()).isEmpty();
    order("{'kind':'spoil-listings','flaw':'break-off','count':2}").statusCode(201);
    var first = ec2.client.describeInstances(r -> r.maxResults(1000)).join();
    assertThat(first.reservations()).isEmpty();
    assertThat(
            Ec2Wire.refused(
                    ec2.client.describeInstances(
                        r -> r.maxResults(1000).nextToken(first.nextToken())))
                .statusCode())
        .isEqualTo(500);
    order("{'kind':'spoil-listings','flaw':'stale','by':'PT10M','count':1}").statusCode(201);
    assertThat(ec2.client.describeInstances().join().reservations()).isEmpty();
    order("{'kind':'spoil-listings'}").statusCode(201);
    assertThat(state(id)).isIn("pending", "running");
  }

  @Test
  void shouldReclaimWhatRuns() {
    // Given
    var ids = Ec2Wire.ids(launch(2, Ec2Wire.override("m7a.large", "subnet-0c")));
    Awaitility.await()
        .atMost(SOON)
        .until(() -> ids.stream().allMatch(id -> state(id).equals("running")));

    // When
    order("{'kind':'reclaim','types':['m7a.large'],'manner':'kill','share':0.5}").statusCode(201);

    // Then
    assertThat(ids).extracting(this::state).containsOnlyOnce("running");
  }

  @Test
  void shouldTakeASpotInstanceBeforeAnyWarning() {
    // Given
    String id = Ec2Wire.ids(launch(1, Ec2Wire.override("m7a.large", "subnet-0b"))).getFirst();
    Awaitility.await().atMost(SOON).until(() -> state(id).equals("running"));

    // When
    order("{'kind':'reclaim','instances':['" + id + "'],'manner':'take'}").statusCode(201);

    // Then
    assertThat(ec2.instance(id).stateReason().code()).isEqualTo("Server.SpotInstanceTermination");
  }

  private String state(String id) {
    return ec2.instance(id).state().nameAsString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | kind",
        "{'kind':'rain'} | kind",
        "{'kind':'throttle-api','share':2} | share",
        "{'kind':'throttle-api','actions':'CreateFleet'} | actions",
        "{'kind':'throttle-api','colour':'red'} | colour",
        "{'kind':'fail-api','status':200} | status",
        "{'kind':'stall-api','by':'soon'} | by",
        "{'kind':'spoil-listings','flaw':'rot'} | flaw",
        "{'kind':'run-dry','markets':['black']} | markets",
        "{'kind':'fail-boots','trouble':'sulks'} | trouble",
        "{'kind':'skew-clock'} | by",
        "{'kind':'lose-messages','count':0} | count",
      })
  void shouldNameWhatIsWrongWithAnOrder(String order, String field) {
    order(order)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("field", equalTo(field))
        .body("expected", notNullValue());
  }
}
