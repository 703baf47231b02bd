package dev.runnerfleet.sandbox.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.CreateFleetResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverridesRequest;

@QuarkusTest
class FleetWireTest {
  private Ec2Wire ec2;

  @BeforeEach
  void open() {
    ec2 = Ec2Wire.open();
  }

  private CreateFleetResponse launch(
      String template, int count, FleetLaunchTemplateOverridesRequest... overrides) {
    return ec2.client
        .createFleet(request -> Ec2Wire.spot(request, template, count, List.of(overrides)))
        .join();
  }

  @Test
  void shouldLaunchTaggedSpotInstances() {
    // Given
    String template = ec2.template("aGVsbG8=");

    // When
    var fleet =
        ec2.fleet(
            template,
            2,
            request ->
                request.tagSpecifications(Ec2Wire.tagged("instance", "runnerfleet:pool", "linux")));

    // Then
    assertThat(fleet.errors()).isEmpty();
    assertThat(Ec2Wire.ids(fleet)).hasSize(2);
    assertThat(fleet.instances().getFirst().lifecycleAsString()).isEqualTo("spot");
    var instance = ec2.instance(Ec2Wire.ids(fleet).getFirst());
    assertThat(instance.instanceLifecycleAsString()).isEqualTo("spot");
    assertThat(instance.subnetId()).isEqualTo("subnet-0a");
    assertThat(instance.privateIpAddress()).startsWith("10.0.");
    assertThat(instance.tags())
        .contains(Ec2Wire.tag("runnerfleet:pool", "linux"))
        .anyMatch(tag -> tag.key().equals("aws:ec2:fleet-id"));
  }

  @Test
  void shouldTakeTheCheapestOffering() {
    // Given
    String template = ec2.template("aGVsbG8=");

    // When
    var fleet =
        launch(
            template,
            1,
            Ec2Wire.override("m7i.2xlarge", "subnet-0a"),
            Ec2Wire.override("t3.large", "subnet-0b"),
            Ec2Wire.override("m7i.xlarge", "subnet-0c"));

    // Then
    var launched = fleet.instances().getFirst();
    assertThat(launched.instanceTypeAsString()).isEqualTo("t3.large");
    assertThat(launched.launchTemplateAndOverrides().overrides().subnetId()).isEqualTo("subnet-0b");
  }

  @Test
  void shouldLaunchOnDemandWhereThatIsAskedFor() {
    // Given
    String template = ec2.template("aGVsbG8=");

    // When
    var fleet =
        ec2.fleet(
            template,
            1,
            request ->
                request.targetCapacitySpecification(
                    target ->
                        target.totalTargetCapacity(1).defaultTargetCapacityType("on-demand")));

    // Then
    var instance = ec2.instance(Ec2Wire.ids(fleet).getFirst());
    assertThat(instance.instanceLifecycle()).isNull();
    assertThat(fleet.instances().getFirst().lifecycleAsString()).isEqualTo("on-demand");
  }

  @Test
  void shouldAnswerTheSameClientTokenWithTheSameInstances() {
    // Given
    String template = ec2.template("aGVsbG8=");
    String token = UUID.randomUUID().toString();
    var first = ec2.fleet(template, 1, request -> request.clientToken(token));

    // When
    var second = ec2.fleet(template, 1, request -> request.clientToken(token));

    // Then
    assertThat(second.fleetId()).isEqualTo(first.fleetId());
    assertThat(Ec2Wire.ids(second)).isEqualTo(Ec2Wire.ids(first));
  }

  @Test
  void shouldRefuseAClientTokenWithAnotherRequest() {
    // Given
    String template = ec2.template("aGVsbG8=");
    String token = UUID.randomUUID().toString();
    ec2.fleet(template, 1, request -> request.clientToken(token));

    // When
    var other =
        ec2.client.createFleet(
            request -> {
              var overrides = List.of(Ec2Wire.override("m7i.large", "subnet-0b"));
              Ec2Wire.spot(request, template, 2, overrides);
              request.clientToken(token);
            });

    // Then
    assertThat(Ec2Wire.refusal(other)).isEqualTo("IdempotentParameterMismatch");
  }

  @Test
  void shouldTellOfAnUnknownSubnetBesideWhatItLaunched() {
    // Given
    String template = ec2.template("aGVsbG8=");

    // When
    var fleet =
        launch(
            template,
            1,
            Ec2Wire.override("m7i.large", "subnet-dead"),
            Ec2Wire.override("m7i.large", "subnet-0b"));

    // Then
    assertThat(Ec2Wire.ids(fleet)).hasSize(1);
    assertThat(fleet.errors().getFirst().errorCode()).isEqualTo("InvalidSubnetID.NotFound");
  }

  @Test
  void shouldRefuseTwoSubnetsOfOneZoneForOneType() {
    // Given
    String template = ec2.template("aGVsbG8=");

    // When
    var call =
        ec2.client.createFleet(
            request ->
                Ec2Wire.spot(
                    request,
                    template,
                    1,
                    List.of(
                        Ec2Wire.override("m7i.large", "subnet-0a"),
                        Ec2Wire.override("m7i.large", "subnet-0a000000000000000"))));

    // Then
    assertThat(Ec2Wire.refusal(call)).isEqualTo("InvalidFleetConfig");
  }

  @Test
  void shouldRefuseATemplateThatIsNotThere() {
    // Given
    var overrides = List.of(Ec2Wire.override("m7i.large", "subnet-0a"));

    // When
    var call = ec2.client.createFleet(request -> Ec2Wire.spot(request, "no-such", 1, overrides));

    // Then
    assertThat(Ec2Wire.refusal(call)).isEqualTo("InvalidLaunchTemplateName.NotFoundException");
  }

  @Test
  void shouldThrottleMoreCallsThanTheBucketHolds() {
    // Given
    String template = ec2.template("aGVsbG8=");
    var overrides = List.of(Ec2Wire.override("m7i.large", "subnet-0a"));

    // When
    var impatient = Ec2Wire.openWithoutRetries();
    List<CompletableFuture<CreateFleetResponse>> calls =
        Stream.generate(
                () ->
                    impatient.client.createFleet(
                        request -> Ec2Wire.spot(request, template, 1, overrides)))
            .limit(12)
            .toList();
    CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))
        .exceptionally(e -> null)
        .join();

    // Then
    List<Ec2Exception> refused =
        calls.stream()
            .filter(CompletableFuture::isCompletedExceptionally)
            .map(Ec2Wire::refused)
            .toList();
    assertThat(refused).isNotEmpty();
    assertThat(refused)
        .allSatisfy(
            refusal -> {
              assertThat(refusal.statusCode()).isEqualTo(503);
              assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("RequestLimitExceeded");
            });
  }
}
