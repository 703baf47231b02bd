package dev.runnerfleet.scaler.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.scaler.core.Example;
import dev.runnerfleet.scaler.core.Machines;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.pool.LaunchHealth;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.queue.Queue;
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
    "sections, 2026-03-04T12:00:00Z, 80, 60, 10, 1.0, 3600",
    "sections, 2026-03-04T20:00:00Z, 0, 20, 2, 0.5, 600",
    "sections, 2026-03-04T20:00:00Z, 24, 20, 2, 0.5, 600",
    "sections, 2026-03-04T20:00:00Z, 90, 20, 2, 0.5, 600",
    "sections, 2026-03-07T12:00:00Z, 40, 0, 0, 0, 0", // an omitted IdleTime becomes 0
  })
  void shouldKeepAsManyFreeAsDockerMachine(
      String file, Instant at, int inUse, int count, int least, double factor, long seconds)
      throws IOException {
    // Given
    PoolSpec pool = Toml.pool(Toml.ours(file));
    int limit = pool.capacity().maxRunners();

    // When
    int free = decide(pool, Machines.fleet().busy(inUse, 1), at).launched();

    // Then: as many as the manager makes, and one more leaves after its idle time, not before
    assertThat(free).isEqualTo(dockerMachine(inUse, count, least, factor, limit));
    assertThat(idleOut(pool, inUse, free + 1, at, seconds + 1)).isEqualTo(1);
    assertThat(idleOut(pool, inUse, free + 1, at, seconds - 1)).isZero();
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
    // Given
    PoolSpec pool = Toml.pool(Toml.ours("policies"));
    int slots = pool.capacity().slotsPerRunner();
    int machines = Math.ceilDiv(jobs, slots);
    Machines fleet = Machines.fleet().busy(jobs / slots, slots);

    // When
    int launched =
        decide(pool, jobs % slots == 0 ? fleet : fleet.busy(1, jobs % slots), at).launched();

    // Then
    int share = (int) Math.ceil(factor * jobs);
    int idle = Math.max(count, limit > 0 ? Math.min(limit, share) : share);
    int needed = Math.ceilDiv(jobs + idle, slots) - machines;
    assertThat(launched).isEqualTo(Math.min(needed, pool.capacity().maxRunners() - machines));
    assertThat(CapacityInForce.of(pool, at).idleTime()).isEqualTo(Duration.ofSeconds(seconds));
  }

  /** GitLab Runner's own loop: machines are created until enough of them are free. */
  private static int dockerMachine(int inUse, int count, int least, double factor, int limit) {
    int min = factor > 0 ? Math.max(least, 1) : least;
    int free = 0;
    while (free < count
        && inUse + free < limit
        && !(factor > 0 && free >= min && free >= (int) (inUse * factor))) {
      free++;
    }
    return free;
  }

  private static long idleOut(PoolSpec pool, int inUse, int idle, Instant at, long seconds) {
    Duration since = Duration.between(at.minusSeconds(seconds), Example.NOW);
    return decide(pool, Machines.fleet().busy(inUse, 1).idle(idle, since), at)
        .retirements()
        .stream()
        .filter(gone -> gone.reason() == RetirementReason.IDLE)
        .count();
  }

  private static Decision decide(PoolSpec pool, Machines fleet, Instant at) {
    return Example.decide(
        Queue.EMPTY, fleet.build(), new Pool(pool, false, false, LaunchHealth.GOOD), at);
  }
}
