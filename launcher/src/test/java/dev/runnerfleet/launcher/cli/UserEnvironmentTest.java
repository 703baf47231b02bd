package dev.runnerfleet.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.launcher.StackSettings.Cloud;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserEnvironmentTest {

  private static final Map<String, String> USERS =
      Map.of(
          "PATH", "/bin",
          "AWS_PROFILE", "production",
          "AWS_SESSION_TOKEN", "secret",
          "KAFKA_BOOTSTRAP_SERVERS", "kafka.example.com:9092",
          "RUNNERFLEET_GITLAB_URL", "https://gitlab.example.com",
          "RUNNERFLEET_GITLAB_TOKEN", "glpat-x",
          "RUNNERFLEET_POOLS", "my-pools.yaml",
          "RUNNERFLEET_FLEET_NAME", "mine");

  @Test
  void shouldKeepTheUsersCredentialsFromASimulatedCloud() {
    assertThat(UserEnvironment.of(USERS, Cloud.SANDBOX))
        .containsOnly(
            Map.entry("PATH", "/bin"),
            Map.entry("RUNNERFLEET_FLEET_NAME", "mine"),
            Map.entry("RUNNERFLEET_POOLS", Path.of("my-pools.yaml").toAbsolutePath().toString()));
  }

  @Test
  void shouldHandOnTheUsersCloudButNotItsBroker() {
    assertThat(UserEnvironment.of(USERS, Cloud.AWS))
        .containsEntry("AWS_PROFILE", "production")
        .containsEntry("RUNNERFLEET_GITLAB_URL", "https://gitlab.example.com")
        .doesNotContainKey("KAFKA_BOOTSTRAP_SERVERS");
  }
}
