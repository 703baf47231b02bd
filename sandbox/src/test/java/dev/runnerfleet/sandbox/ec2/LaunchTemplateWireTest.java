package dev.runnerfleet.sandbox.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;

@QuarkusTest
class LaunchTemplateWireTest {
  private Ec2Wire ec2;

  @BeforeEach
  void open() {
    ec2 = Ec2Wire.open();
  }

  @Test
  void shouldKeepAllOfATemplate() {
    // Given
    String name = "kept-" + UUID.randomUUID();

    // When
    ec2.client
        .createLaunchTemplate(
            request ->
                request
                    .launchTemplateName(name)
                    .versionDescription("revision-1")
                    .tagSpecifications(Ec2Wire.tagged("launch-template", "team", "ci & co"))
                    .launchTemplateData(LaunchTemplateWireTest::fullData))
        .join();

    // Then
    LaunchTemplate template =
        ec2.client
            .describeLaunchTemplates(request -> request.launchTemplateNames(name))
            .join()
            .launchTemplates()
            .getFirst();
    assertThat(template.latestVersionNumber()).isEqualTo(1);
    assertThat(template.tags().getFirst().value()).isEqualTo("ci & co");
    LaunchTemplateVersion version = versions(name, "$Latest");
    assertThat(version.versionDescription()).isEqualTo("revision-1");
    assertThat(version.defaultVersion()).isTrue();
    var data = version.launchTemplateData();
    assertThat(data.userData()).isEqualTo("aGVsbG8=");
    assertThat(data.blockDeviceMappings().getFirst().ebs().volumeSize()).isEqualTo(50);
    assertThat(data.blockDeviceMappings().getFirst().ebs().encrypted()).isTrue();
    assertThat(data.metadataOptions().httpTokensAsString()).isEqualTo("required");
    assertThat(data.tagSpecifications().getFirst().tags().getFirst().key()).isEqualTo("Name");
    assertThat(data.securityGroupIds()).containsExactly("sg-0f");
  }

  private static void fullData(RequestLaunchTemplateData.Builder data) {
    data.imageId("resolve:ssm:/aws/service/al2023")
        .userData("aGVsbG8=")
        .securityGroupIds("sg-0f")
        .iamInstanceProfile(profile -> profile.name("runner"))
        .metadataOptions(options -> options.httpTokens("required").httpPutResponseHopLimit(1))
        .blockDeviceMappings(
            LaunchTemplateBlockDeviceMappingRequest.builder()
                .deviceName("/dev/xvda")
                .ebs(ebs -> ebs.volumeSize(50).volumeType("gp3").encrypted(true))
                .build())
        .tagSpecifications(
            LaunchTemplateTagSpecificationRequest.builder()
                .resourceType("instance")
                .tags(Ec2Wire.tag("Name", "runnerfleet-a"))
                .build());
  }

  private LaunchTemplateVersion versions(String name, String version) {
    return ec2.client
        .describeLaunchTemplateVersions(r -> r.launchTemplateName(name).versions(version))
        .join()
        .launchTemplateVersions()
        .getFirst();
  }

  @Test
  void shouldInheritFromTheSourceVersionWhatTheNewOneDoesNotSay() {
    // Given
    String name = ec2.template("b25l");

    // When
    var made =
        ec2.client
            .createLaunchTemplateVersion(
                request ->
                    request
                        .launchTemplateName(name)
                        .sourceVersion("1")
                        .launchTemplateData(data -> data.userData("dHdv")))
            .join()
            .launchTemplateVersion();

    // Then
    assertThat(made.versionNumber()).isEqualTo(2);
    assertThat(made.defaultVersion()).isFalse();
    assertThat(made.launchTemplateData().userData()).isEqualTo("dHdv");
    assertThat(made.launchTemplateData().imageId()).isEqualTo("ami-0123456789abcdef0");
    assertThat(versions(name, "1").launchTemplateData().userData()).isEqualTo("b25l");
  }

  @Test
  void shouldRefuseANameThatIsTaken() {
    // Given
    String name = ec2.template("b25l");

    // When
    var again =
        ec2.client.createLaunchTemplate(
            request ->
                request.launchTemplateName(name).launchTemplateData(d -> d.imageId("ami-1")));

    // Then
    assertThat(Ec2Wire.refusal(again))
        .isEqualTo("InvalidLaunchTemplateName.AlreadyExistsException");
  }

  @Test
  void shouldAnswerTheSameClientTokenWithTheSameTemplate() {
    // Given
    String name = "token-" + UUID.randomUUID();
    String token = UUID.randomUUID().toString();

    // When
    var first = createWithToken(name, token);
    var second = createWithToken(name, token);

    // Then
    assertThat(second).isEqualTo(first);
  }

  private String createWithToken(String name, String token) {
    return ec2.client
        .createLaunchTemplate(
            request ->
                request
                    .clientToken(token)
                    .launchTemplateName(name)
                    .launchTemplateData(data -> data.imageId("ami-1")))
        .join()
        .launchTemplate()
        .launchTemplateId();
  }

  @Test
  void shouldSayWhatIsNotThere() {
    // Given
    String name = ec2.template("b25l");
    ec2.client.deleteLaunchTemplate(request -> request.launchTemplateName(name)).join();

    // When
    var byName = ec2.client.describeLaunchTemplates(r -> r.launchTemplateNames(name));
    var byId = ec2.client.describeLaunchTemplates(r -> r.launchTemplateIds("lt-0000000000000000"));

    // Then
    assertThat(Ec2Wire.refusal(byName)).isEqualTo("InvalidLaunchTemplateName.NotFoundException");
    assertThat(Ec2Wire.refusal(byId)).isEqualTo("InvalidLaunchTemplateId.NotFound");
  }
}
