package dev.runnerfleet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.launcher.StackSettings.Cloud;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WiringTest {

  @Test
  void shouldLetTheServicesFindTheSandboxAndEachOther() {
    // When
    Map<String, String> environment = wiring(Cloud.SANDBOX, Map.of()).environment(Part.PROVISIONER);

    // Then
    assertThat(environment)
        .containsEntry("RUNNERFLEET_GITLAB_URL", "http://localhost:8090/gitlab")
        .containsEntry("RUNNERFLEET_EC2_ENDPOINT", "http://localhost:8090/ec2")
        .containsEntry("RUNNERFLEET_SQS_ENDPOINT", "http://localhost:9324")
        .containsEntry("RUNNERFLEET_SWEEP_INTERVAL", "10s")
        .containsEntry("RUNNERFLEET_ENROLMENT_URL", "http://localhost:8083/enrolments")
        .containsEntry("RUNNERFLEET_REPORT_URL", "http://localhost:8084/reports")
        .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "localhost:19092");
  }

  @Test
  void shouldHandOnTheUsersCloudWhereItIsTheRealOne() {
    // Given
    Map<String, String> users =
        Map.of("AWS_PROFILE", "production", "RUNNERFLEET_GITLAB_URL", "https://gitlab.example.com");

    // When
    Map<String, String> environment = wiring(Cloud.AWS, users).environment(Part.PROVISIONER);

    // Then
    assertThat(environment)
        .containsAllEntriesOf(users)
        .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "localhost:19092")
        .doesNotContainKeys("RUNNERFLEET_EC2_ENDPOINT", "AWS_ACCESS_KEY_ID", "QUARKUS_HTTP_HOST");
  }

  @Test
  void shouldPreferWhatTheSettingsGive() {
    assertThat(
            wiring(Cloud.SANDBOX, Map.of("RUNNERFLEET_POOLS", "/my/pools.yaml"))
                .environment(Part.SCALER))
        .containsEntry("RUNNERFLEET_POOLS", "/my/pools.yaml");
  }

  private static Wiring wiring(Cloud cloud, Map<String, String> environment) {
    return new Wiring(
        new StackSettings(
            Path.of("/home"), Path.of("/data"), Ports.from(Map.of()), cloud, environment, false),
        "hook-secret");
  }
}
