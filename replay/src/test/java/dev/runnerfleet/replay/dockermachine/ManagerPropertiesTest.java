package dev.runnerfleet.replay.dockermachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.replay.outcome.Outcome;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.trace.TracedJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever befalls the manager, jobs are neither lost nor doubled, nor is money. */
class ManagerPropertiesTest {

  // The ledger itself fails where a job starts before it was queued or a machine is paid twice.
  @Property(tries = 30)
  void shouldEndEachJobOnceAndBillEachMachineOnce(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 60) int jobs,
      @ForAll @IntRange(max = 4) int idle,
      @ForAll @IntRange(max = 2) int maxBuilds,
      @ForAll @IntRange(max = 2) int growth,
      @ForAll @IntRange(max = 3) int restarts,
      @ForAll @IntRange(max = 1) int throttled) {
    // Given
    Random random = new Random(seed);
    Trace trace = random(jobs, random);
    List<Duration> at = new ArrayList<>();
    for (int i = 0; i < restarts; i++) {
      at.add(Duration.ofSeconds(random.nextInt(4000)));
    }
    Trouble trouble = new Trouble(at, throttled == 1 ? OptionalInt.of(300) : OptionalInt.empty());
    String config =
        Given.config(
            "IdleCount = %d\nIdleTime = 300\nMaxBuilds = %d\nMaxGrowthRate = %d"
                .formatted(idle, maxBuilds, growth),
            1 + random.nextInt(5));

    // When
    Outcome outcome = Given.replay(trace, config, trouble);

    // Then
    assertThat(outcome.jobs().ended() + outcome.jobs().failed()).isEqualTo(jobs);
    assertThat(outcome.waits().count()).isBetween(outcome.jobs().ended(), jobs);
    assertThat(outcome.time().machines())
        .isGreaterThanOrEqualTo(outcome.time().work().plus(outcome.time().lost()));
    assertThat(outcome.time().machines()).isGreaterThanOrEqualTo(outcome.machines().lived());
  }

  private static Trace random(int jobs, Random random) {
    List<TracedJob> all = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      all.add(
          new TracedJob(
              Given.START.plusMillis(random.nextInt(3_600_000)),
              Duration.ofMillis(random.nextInt(600_000)),
              Set.of("any"),
              ""));
    }
    return new Trace("random", all);
  }
}
