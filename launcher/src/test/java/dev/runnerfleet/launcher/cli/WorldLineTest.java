package dev.runnerfleet.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorldLineTest {

  @Test
  void shouldCountJobsAndMachinesByState() throws Exception {
    // Given
    String world =
        """
        {"jobs": {"pending": 3, "running": 2, "success": 0}, "instances": {"running": 2}, "money": {}}
        """;

    // When
    String line = WorldLine.of(Duration.ofSeconds(12), new ObjectMapper().readTree(world));

    // Then
    assertThat(line)
        .startsWith(" 12 s   jobs: 3 pending, 2 running")
        .endsWith("machines: 2 running");
  }
}
