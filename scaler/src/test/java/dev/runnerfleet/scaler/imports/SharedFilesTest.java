package dev.runnerfleet.scaler.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.scaler.core.schedule.CapacityInForce;
import dev.runnerfleet.scaler.imports.entry.Refusal;
import dev.runnerfleet.scaler.imports.entry.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Files of real managers' kind from outside the project, where they lie beside it. */
@EnabledIf("there")
class SharedFilesTest {

  static boolean there() {
    return Files.isDirectory(Toml.shared());
  }

  @Test
  void shouldIdleAtOneByDayAndAtNoneAtNightAndAtWeekends() throws IOException {
    // When
    Import imported = Toml.read(Toml.shared("machine-spot-off-peak"));

    // Then
    PoolSpec pool = imported.pools().getFirst().pool().orElseThrow();
    assertThat(idle(pool, "2026-03-04T11:00:00Z")).isEqualTo(1);
    assertThat(idle(pool, "2026-03-04T20:00:00Z")).isZero();
    assertThat(idle(pool, "2026-03-07T11:00:00Z")).isZero();
    assertThat(imported.warnings())
        .extracting(Warning::line)
        .containsExactly(
            2, 3, 7, 8, 11, 23, 24, 32, 33, 34, 35, 37, 38, 39, 40, 42, 43, 44, 45, 48, 53, 54, 55);
    assertThat(imported.toString()).doesNotContain("not-a-real");
  }

  @Test
  void shouldMakeOnePoolWithItsSchedulesAndRefuseTheOther() throws IOException {
    // When
    Import imported = Toml.read(Toml.shared("machine-autoscaling-sections"));

    // Then
    PoolSpec pool = imported.pools().getFirst().pool().orElseThrow();
    assertThat(imported.pools()).hasSize(1);
    assertThat(pool.schedules()).hasSize(2);
    assertThat(imported.refused()).extracting(Refusal::line).containsExactly(38);
    assertThat(imported.warnings())
        .extracting(Warning::line)
        .containsExactly(2, 6, 7, 15, 19, 20, 20, 26);
  }

  @Test
  void shouldMakeAPoolWithFourSlotsPerRunner() throws IOException {
    // Given
    Settings settings =
        Settings.parse(
            List.of(
                "gitlab.scope=instance",
                "match.run-untagged=true",
                "machine.image=ami-0a",
                "machine.instance-types=[m7i.large]",
                "machine.subnets=[subnet-0a]",
                "machine.security-groups=[sg-0a]"));

    // When
    Import imported = ConfigToml.read(Toml.shared("docker-autoscaler"), settings, ZoneId.of("UTC"));

    // Then
    Capacity capacity = imported.pools().getFirst().pool().orElseThrow().capacity();
    assertThat(capacity.slotsPerRunner()).isEqualTo(4);
    assertThat(imported.warnings())
        .extracting(Warning::line)
        .containsExactly(2, 6, 7, 16, 18, 20, 23);
  }

  private static int idle(PoolSpec pool, String at) {
    return CapacityInForce.of(pool, Instant.parse(at)).idle();
  }
}
