package dev.runnerfleet.replay.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.runnerfleet.replay.outcome.Outcome;
import dev.runnerfleet.replay.report.Row;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.world.Conditions;
import dev.runnerfleet.replay.world.Watch;
import dev.runnerfleet.scaler.core.FleetLimits;
import dev.runnerfleet.scaler.documents.PoolFile;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FleetReplayTest {

  private static final double HOUR = 3600.0;

  @Test
  void shouldLetAJobWaitForTheBootAndThreeMessages() {
    // When
    Outcome outcome = replay(Given.trace(Given.job(0, 300)), "max-runners: 5, idle-time: 10m");

    // Then
    assertThat(outcome.waits().seconds(1)).isEqualTo(60.3);
    assertThat(outcome.launches()).isEqualTo(1);
    assertThat(outcome.jobs().ended()).isEqualTo(1);
  }

  @Test
  void shouldStartAJobAtOnceOnAMachineThatIsIdle() {
    // Given
    Trace trace = Given.trace(Given.job(0, 300), Given.job(500, 60));

    // When
    Outcome outcome = replay(trace, "max-runners: 5, idle-time: 10m");

    // Then
    assertThat(outcome.launches()).isEqualTo(1);
    assertThat(outcome.waits().seconds(0)).isEqualTo(0.1);
  }

  @Test
  void shouldTerminateAMachineOnceItHasBeenIdleForLong() {
    // Given
    Trace trace = Given.trace(Given.job(0, 300), Given.job(7200, 60));

    // When
    Outcome outcome = replay(trace, "max-runners: 5, idle-time: 10m");

    // Then: boot, job and idle time of the first; boot and job of the second
    assertThat(outcome.launches()).isEqualTo(2);
    assertThat(outcome.time().machines().toSeconds() / HOUR)
        .isCloseTo((60 + 300 + 600 + 60 + 60) / HOUR, within(10 / HOUR));
  }

  @Test
  void shouldHoldBurstsWithinMaxRunners() {
    // When
    Outcome outcome = replay(Given.burst(10, 100), "max-runners: 4, idle-time: 10m");

    // Then
    assertThat(outcome.launches()).isEqualTo(4);
    assertThat(outcome.jobs().ended()).isEqualTo(10);
    assertThat(outcome.waits().seconds(1)).isBetween(260.0, 262.0);
  }

  @Test
  void shouldRunAsManyJobsOnAMachineAsItHasSlots() {
    // When
    Outcome outcome =
        replay(Given.burst(8, 100), "slots-per-runner: 4, max-runners: 9, idle-time: 10m");

    // Then
    assertThat(outcome.launches()).isEqualTo(2);
    assertThat(outcome.waits().seconds(1)).isEqualTo(60.3);
  }

  @Test
  void shouldCountJobsThatNoPoolTakes() {
    // Given
    Trace trace = Given.trace(Given.job(0, 60, "docker"), Given.job(1, 60, "windows"));

    // When
    Outcome outcome = replay(trace, "max-runners: 5");

    // Then
    assertThat(outcome.jobs().unmatched()).isEqualTo(1);
    assertThat(outcome.jobs().ended()).isEqualTo(1);
  }

  @Test
  void shouldLetJobsOverflowToAPoolThatHasRoom() {
    // Given: the small pool is the cheaper one
    String small = Given.pool("small", "docker", "max-runners: 2, idle-time: 10m");
    String large =
        Given.pool("large", "docker", "max-runners: 9, idle-time: 10m")
            .replace("pools:\n", "")
            .replace("m7i.large, m6i.large, m6a.large", "m7i.xlarge");

    // When
    Outcome outcome =
        Given.replay(Given.burst(6, 600), PoolFile.read(small + large), Given.conditions(1));

    // Then: two start after a boot, four after a round and a boot
    assertThat(outcome.launches()).isEqualTo(6);
    assertThat(outcome.waits().seconds(0.3)).isEqualTo(60.3);
    assertThat(outcome.waits().seconds(1)).isLessThan(63);
  }

  @Test
  void shouldKeepLaunchCallsWithinAwsBuckets() {
    // Given: a job every 50 ms needs more calls than the bucket has
    Trace trace =
        new Trace(
            "dense",
            java.util.stream.IntStream.range(0, 400)
                .mapToObj(
                    i ->
                        new dev.runnerfleet.replay.trace.TracedJob(
                            Given.START.plusMillis(50L * i),
                            Duration.ofMinutes(10),
                            java.util.Set.of(),
                            ""))
                .toList());

    // When
    Outcome outcome = replay(trace, "max-runners: 1000, idle-time: 10m");

    // Then
    assertThat(outcome.calls())
        .filteredOn(calls -> calls.action().equals("CreateFleet"))
        .allSatisfy(calls -> assertThat(calls.made()).isLessThan(5 + 2 * 21 + 2));
    assertThat(outcome.waits().seconds(1)).isLessThan(60.9);
    assertThat(outcome.launches()).isEqualTo(400);
  }

  @Test
  void shouldHearOfEverythingWhereMessagesTakeNoTime() {
    // Given
    Trace trace = Given.trace(Given.job(0, 100), Given.job(0, 60), Given.job(160, 60));
    Conditions usual = Given.conditions(1);
    Conditions instant =
        new Conditions(
            usual.boots(), Duration.ZERO, usual.seed(), usual.market(), usual.catalogue());

    // When
    Outcome outcome = Given.replay(trace, Given.pools("max-runners: 5, idle-time: 10m"), instant);

    // Then
    assertThat(outcome.launches()).isEqualTo(2);
    assertThat(outcome.waits().seconds(0.5)).isEqualTo(60);
    assertThat(outcome.waits().seconds(0.3)).isZero();
  }

  @Test
  void shouldRunJobsAgainThatAnInterruptionCutShort() {
    // When: machines are taken back thousands of times as often as AWS takes them
    Outcome outcome =
        Given.replay(
            Given.burst(40, 5000),
            Given.pools("max-runners: 100, idle-time: 10m"),
            Given.conditions(3, 4000));

    // Then
    assertThat(outcome.jobs().interruptions()).isPositive();
    assertThat(outcome.jobs().redone()).isPositive();
    assertThat(outcome.jobs().ended()).isEqualTo(40);
    assertThat(outcome.time().lost()).isPositive();
  }

  @Test
  void shouldGoOnDemandWhereSpotIsNotWanted() {
    // Given
    PoolFile pools =
        PoolFile.read(
            Given.pool("linux", "docker", "max-runners: 5")
                .replace("{ spot: preferred, on-demand-fallback: true }", "{ spot: never }"));

    // When
    Outcome outcome = Given.replay(Given.burst(3, 600), pools, Given.conditions(1));

    // Then
    assertThat(outcome.money().saving()).isZero();
    assertThat(outcome.money().total()).isEqualTo(outcome.money().onDemand());
  }

  @Test
  void shouldKeepWhatItHasWhenItIsStopped() {
    // Given
    Watch impatient = (now, ended) -> false;

    // When
    PoolFile pools = Given.pools("max-runners: 500");
    Outcome outcome =
        FleetReplay.run(
            Given.burst(2000, 600),
            pools.pools(),
            FleetLimits.NONE,
            Given.conditions(1),
            impatient);

    // Then
    assertThat(outcome.jobs().unfinished()).isPositive();
    assertThat(outcome.jobs().queued())
        .isEqualTo(outcome.jobs().ended() + outcome.jobs().unfinished());
  }

  @Test
  void shouldComeToTheSameWithTheSameSeed() {
    // Given
    Trace trace = Given.burst(200, 400);
    PoolFile pools = Given.pools("max-runners: 60, idle-time: 5m");

    // When
    Outcome one = Given.replay(trace, pools, Given.conditions(7, 500));
    Outcome other = Given.replay(trace, pools, Given.conditions(7, 500));

    // Then
    assertThat(Row.of(one)).isEqualTo(Row.of(other));
  }

  private static Outcome replay(Trace trace, String capacity) {
    return Given.replay(trace, Given.pools(capacity), Given.conditions(1));
  }
}
