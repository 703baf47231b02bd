package dev.runnerfleet.sandbox.ec2;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Filter;

/** What clients of one machine at a time do, by AWS's own client. */
@QuarkusTest
class SingleLaunchWireTest {
  private Ec2Wire ec2;

  @BeforeEach
  void open() {
    ec2 = Ec2Wire.open();
  }

  @Test
  void shouldRunTagAndTerminateOneMachineWithItsVolume() {
    // Given
    String mark = "m-" + UUID.randomUUID();

    // When
    var run =
        ec2.client
            .runInstances(
                request ->
                    request
                        .minCount(1)
                        .maxCount(1)
                        .imageId("resolve:ssm:/aws/service/some/image")
                        .instanceType("m7i.large")
                        .subnetId("subnet-0b")
                        .tagSpecifications(
                            Ec2Wire.tagged("instance", "mark", mark),
                            Ec2Wire.tagged("volume", "mark", mark)))
            .join();
    String id = run.instances().getFirst().instanceId();

    // Then
    assertThat(run.instances().getFirst().imageId()).startsWith("ami-");
    var volumes =
        ec2.client
            .describeVolumes(
                request -> request.filters(Filter.builder().name("tag:mark").values(mark).build()))
            .join()
            .volumes();
    assertThat(volumes).hasSize(1);
    assertThat(volumes.getFirst().attachments().getFirst().instanceId()).isEqualTo(id);
    assertThat(
            Ec2Wire.refusal(
                ec2.client.deleteVolume(r -> r.volumeId(volumes.getFirst().volumeId()))))
        .isEqualTo("VolumeInUse");
    assertThat(ec2.client.terminateInstances(r -> r.instanceIds(id)).join().terminatingInstances())
        .hasSize(1);
  }

  @Test
  void shouldRefuseADryRunOfEverything() {
    assertThat(Ec2Wire.refused(ec2.client.describeRegions(r -> r.dryRun(true))).statusCode())
        .isEqualTo(412);
    assertThat(Ec2Wire.refusal(ec2.client.describeRegions(r -> r.dryRun(true))))
        .isEqualTo("DryRunOperation");
  }

  @Test
  void shouldAnswerWrongMethodsAndHugeBodiesInEc2sForm() {
    for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW")) {
      for (String path : List.of("/", "/ec2")) {
        given()
            .when()
            .request(method, path)
            .then()
            .statusCode(405)
            .body("Response.Errors.Error.Code", equalTo("MethodNotAllowed"));
      }
    }
    given().when().get("/?Action=DescribeRegions&Version=2016-11-15").then().statusCode(200);
    given()
        .contentType("application/x-www-form-urlencoded")
        .body("a".repeat(9_000_000))
        .when()
        .post("/ec2")
        .then()
        .statusCode(413)
        .body("Response.Errors.Error.Code", equalTo("RequestEntityTooLarge"));
  }
}
