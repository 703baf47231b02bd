package dev.runnerfleet.scaler.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.scaler.core.schedule.CapacityInForce;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pool keeps as many machines free as a manager of the file it came from would. */
class ManagerTest {

  @ParameterizedTest
  @CsvSource({
    // instant, in use; what the file has in force: IdleCount, IdleCountMin, IdleScaleFactor,
    // IdleTime
    "day-and-night, 2026-03-04T11:00:00Z, 5, 1, 0, 0, 1800", // Wednesday noon in Berlin
    "day-and-night, 2026-03-04T08:59:59Z, 0, 0, 0, 0, 1200", // 9:59
    "day-and-night, 2026-03-04T09:00:00Z, 0, 1, 0, 0, 1800", // 10:00
    "day-and-night, 2026-03-04T16:59:58Z, 0, 1, 0, 0, 1800", // 17:59
    "day-and-night, 2026-03-04T17:00:00Z, 0, 0, 0, 0, 1200", // 18:00
    "day-and-night, 2026-07-01T16:00:00Z, 0, 0, 0, 0, 1200", // 18:00 in summer
    "day-and-night, 2026-03-07T11:00:00Z, 3, 0, 0, 0, 1200", // Saturday
    "sections, 2026-03-04T12:00:00Z, 0, 60, 10, 1.0, 3600",
    "sections, 2026-03-04T12:00:00Z, 30, 60, 10, 1.0, 3600",
    "sections, 2026-03-04T12:00:00Z, 120, 60, 10, 1.0, 3600",
    "sections, 2026-03-04T20:00:00Z, 0, 20, 2, 0.5, 600",
    "sections, 2026-03-04T20:00:00Z, 24, 20, 2, 0.5, 600",
    "sections, 2026-03-04T20:00:00Z, 90, 20, 2, 0.5, 600",
    "sections, 2026-03-07T12:00:00Z, 40, 0, 0, 0, 0", // an omitted IdleTime becomes 0
  })
  void shouldKeepAsManyFreeAsDockerMachine(
      String file, Instant at, int inUse, int count, int least, double factor, long seconds)
      throws IOException {
    Capacity inForce = CapacityInForce.of(Toml.pool(Toml.ours(file)), at);

    assertThat(buffer(inForce, inUse)).isEqualTo(dockerMachine(inUse, count, least, factor));
    assertThat(inForce.idleTime()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({
    // instant, jobs; what the file has in force: idle_count, scale_factor, its limit, idle_time
    "2026-03-04T12:00:00Z, 0, 8, 0, 0, 1200",
    "2026-03-04T12:00:00Z, 30, 8, 0, 0, 1200",
    "2026-03-04T20:00:00Z, 0, 0, 0.2, 10, 300",
    "2026-03-04T20:00:00Z, 21, 0, 0.2, 10, 300",
    "2026-03-04T03:00:00Z, 39, 0, 0.2, 10, 300",
    "2026-03-04T07:00:00Z, 1, 8, 0, 0, 1200",
    "2026-07-01T19:00:00Z, 20, 0, 0.2, 10, 300", // 20:00 in London, in summer
    "2026-07-01T18:59:00Z, 20, 8, 0, 0, 1200",
  })
  void shouldKeepAsManySlotsFreeAsTaskscaler(
      Instant at, int jobs, int count, double factor, int limit, long seconds) throws IOException {
    PoolSpec pool = Toml.pool(Toml.ours("policies"));

    Capacity inForce = CapacityInForce.of(pool, at);

    int share = (int) Math.ceil(factor * jobs);
    int expected = Math.max(count, limit > 0 ? Math.min(limit, share) : share);
    assertThat(buffer(inForce, jobs)).isEqualTo(expected);
    assertThat(inForce.idleTime()).isEqualTo(Duration.ofSeconds(seconds));
  }

  /** GitLab Runner's own loop: machines are created until enough of them are free. */
  private static int dockerMachine(int inUse, int count, int least, double factor) {
    int min = factor > 0 ? Math.max(least, 1) : least;
    int free = 0;
    while (free < count && !(factor > 0 && free >= min && free >= (int) (inUse * factor))) {
      free++;
    }
    return free;
  }

  private static int buffer(Capacity capacity, int inUse) {
    if (capacity.idleScaleFactor() == 0) {
      return capacity.idle();
    }
    int wanted = Math.max(capacity.idle(), (int) Math.ceil(capacity.idleScaleFactor() * inUse));
    return capacity.idleMax() == 0 ? wanted : Math.min(wanted, capacity.idleMax());
  }
}
