package dev.runnerfleet.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnerfleet.launcher.StartFailedException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RealCloudTest {

  @Test
  void shouldNameEverySettingThatIsMissing() {
    assertThatThrownBy(
            () -> RealCloud.complete(Map.of("AWS_PROFILE", "ci", "RUNNERFLEET_POOLS", " ")))
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining(
            "RUNNERFLEET_GITLAB_URL, RUNNERFLEET_GITLAB_TOKEN, RUNNERFLEET_POOLS");
  }

  @Test
  void shouldKeepTheEnrolmentAddressThatTheUserGave() {
    // Given
    Map<String, String> environment =
        Map.of(
            "RUNNERFLEET_GITLAB_URL", "https://gitlab.example.com",
            "RUNNERFLEET_GITLAB_TOKEN", "glpat-x",
            "RUNNERFLEET_POOLS", "/pools.yaml",
            "AWS_ACCESS_KEY_ID", "AKIA",
            "RUNNERFLEET_ENROLMENT_URL", "https://fleet.example.com/enrolments");

    // When
    Map<String, String> complete = RealCloud.complete(environment);

    // Then
    assertThat(complete)
        .containsEntry("RUNNERFLEET_ENROLMENT_URL", "https://fleet.example.com/enrolments");
  }
}
