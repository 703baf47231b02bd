package dev.runnerfleet.scaler.pools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.scaler.core.FleetLimits;
import dev.runnerfleet.scaler.documents.PoolFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PoolSourceTest {

  @Test
  void shouldTakeAConfigTomlThatTellsEverything() {
    // Given
    String toml =
        """
        concurrent = 7
        [[runners]]
          name = "one"
          token = "glrt-invented-secret"
          executor = "docker+machine"
          [runners.machine]
            IdleCount = 1
            MachineDriver = "amazonec2"
            MachineOptions = ["amazonec2-instance-type=m7i.large", "amazonec2-subnet-id=subnet-0a"]
          [runners.runnerfleet]
            gitlab = { scope = "instance" }
            match = { tags = ["docker"] }
        [[runners]]
          name = "elsewhere"
          executor = "shell"
        """;

    // When
    PoolFile file = PoolSource.read(Path.of("config.toml"), toml);

    // Then
    assertThat(file.fleet()).contains(new FleetLimits(7, Budget.NONE));
    assertThat(file.pools())
        .singleElement()
        .satisfies(
            pool -> {
              assertThat(pool.name().value()).isEqualTo("one");
              assertThat(pool.capacity().idle()).isEqualTo(1);
              assertThat(pool.match().tags()).containsExactly("docker");
            });
    assertThat(file.toString()).doesNotContain("invented-secret");
  }
}
