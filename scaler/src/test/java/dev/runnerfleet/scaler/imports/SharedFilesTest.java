package dev.runnerfleet.scaler.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.scaler.core.schedule.CapacityInForce;
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
        .extracting(warning -> warning.line() + " " + warning.key())
        .containsExactly(
            "2 concurrent",
            "3 check_interval",
            "7 runners[0].url",
            "8 runners[0].token",
            "11 runners[0].request_concurrency",
            "23 runners[0].cache.s3.AccessKey",
            "24 runners[0].cache.s3.SecretKey",
            "32 runners[0].machine.OffPeakPeriods",
            "33 runners[0].machine.OffPeakTimezone",
            "34 runners[0].machine.OffPeakIdleCount",
            "35 runners[0].machine.OffPeakIdleTime",
            "37 runners[0].machine.MachineName",
            "38 runners[0].machine.MachineOptions",
            "39 runners[0].machine.MachineOptions.amazonec2-access-key",
            "40 runners[0].machine.MachineOptions.amazonec2-secret-key",
            "42 runners[0].machine.MachineOptions.amazonec2-zone",
            "43 runners[0].machine.MachineOptions.amazonec2-vpc-id",
            "44 runners[0].machine.MachineOptions.amazonec2-subnet-id",
            "45 runners[0].machine.MachineOptions.amazonec2-use-private-address",
            "48 runners[0].machine.MachineOptions.amazonec2-security-group",
            "53 runners[0].machine.MachineOptions.amazonec2-spot-price",
            "54 runners[0].machine.MachineOptions.amazonec2-block-duration-minutes",
            "55 runners[0].machine.MachineOptions.engine-registry-mirror");
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
    assertThat(imported.refused())
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.line()).isEqualTo(38);
              assertThat(refusal.name()).isEqualTo("by-hand");
              assertThat(refusal.reason()).contains("stays where it is");
            });
    assertThat(imported.warnings())
        .extracting(warning -> warning.line() + " " + warning.key())
        .containsExactly(
            "2 concurrent",
            "6 runners[0].url",
            "7 runners[0].token",
            "15 runners[0].machine.IdleScaleFactor",
            "19 runners[0].machine.MachineName",
            "20 runners[0].machine.MachineOptions",
            "20 runners[0].machine.MachineOptions.amazonec2-spot-price",
            "26 runners[0].machine.autoscaling[0].IdleScaleFactor");
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
        .extracting(warning -> warning.line() + " " + warning.key())
        .containsExactly(
            "2 concurrent",
            "6 runners[0].url",
            "7 runners[0].token",
            "16 runners[0].autoscaler.update_interval",
            "18 runners[0].autoscaler.plugin_config.name",
            "20 runners[0].autoscaler.connector_config",
            "23 runners[0].autoscaler.scale_throttle");
  }

  private static int idle(PoolSpec pool, String at) {
    return CapacityInForce.of(pool, Instant.parse(at)).idle();
  }
}
