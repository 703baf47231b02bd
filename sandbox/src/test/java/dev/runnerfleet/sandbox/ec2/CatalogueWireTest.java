package dev.runnerfleet.sandbox.ec2;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Subnet;

@QuarkusTest
class CatalogueWireTest {
  private Ec2Wire ec2;

  @BeforeEach
  void open() {
    ec2 = Ec2Wire.open();
  }

  @Test
  void shouldDescribeSubnets() {
    // When
    var subnets = ec2.client.describeSubnets(r -> r.subnetIds("subnet-0a", "subnet-0c")).join();

    // Then
    assertThat(subnets.subnets())
        .extracting(Subnet::availabilityZone)
        .containsExactly("us-east-1a", "us-east-1c");
    assertThat(Ec2Wire.refusal(ec2.client.describeSubnets(r -> r.subnetIds("subnet-dead"))))
        .isEqualTo("InvalidSubnetID.NotFound");
  }

  @Test
  void shouldDescribeInstanceTypes() {
    // When
    var types =
        ec2.client.describeInstanceTypes(r -> r.instanceTypesWithStrings("m7i.large")).join();

    // Then
    var type = types.instanceTypes().getFirst();
    assertThat(type.vCpuInfo().defaultVCpus()).isEqualTo(2);
    assertThat(type.memoryInfo().sizeInMiB()).isEqualTo(8192);
    assertThat(type.processorInfo().supportedArchitecturesAsStrings()).containsExactly("x86_64");
    assertThat(
            Ec2Wire.refusal(
                ec2.client.describeInstanceTypes(r -> r.instanceTypesWithStrings("x9.huge"))))
        .isEqualTo("InvalidInstanceType");
  }

  @Test
  void shouldTellSpotPricesBelowOnDemand() {
    // When
    var prices =
        ec2.client
            .describeSpotPriceHistory(
                r ->
                    r.instanceTypesWithStrings("m7i.large")
                        .productDescriptions("Linux/UNIX")
                        .startTime(Instant.now()))
            .join();

    // Then
    assertThat(prices.spotPriceHistory()).hasSize(3);
    assertThat(prices.spotPriceHistory())
        .allSatisfy(
            price ->
                assertThat(new BigDecimal(price.spotPrice()))
                    .isBetween(new BigDecimal("0.03"), new BigDecimal("0.08")));
  }

  @Test
  void shouldAnswerNonsenseInEc2sOwnForm() {
    given()
        .contentType("application/x-www-form-urlencoded; charset=utf-8")
        .body("Action=MakeCoffee&Version=2016-11-15")
        .when()
        .post("/ec2/")
        .then()
        .statusCode(400)
        .body("Response.Errors.Error.Code", equalTo("InvalidAction"));
    given()
        .contentType("text/plain")
        .body("%%%=")
        .when()
        .post("/ec2")
        .then()
        .statusCode(400)
        .body("Response.Errors.Error.Code", equalTo("MalformedQueryString"));
    given()
        .contentType("application/x-www-form-urlencoded")
        .body("Action=DescribeSubnets&Version=2016-11-15&Colour=blue")
        .when()
        .post("/ec2")
        .then()
        .statusCode(400)
        .body("Response.Errors.Error.Code", equalTo("UnknownParameter"));
  }
}
