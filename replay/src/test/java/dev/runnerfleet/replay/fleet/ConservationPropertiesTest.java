package dev.runnerfleet.replay.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.replay.outcome.Outcome;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.trace.TracedJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What must hold of any history: jobs are neither lost nor doubled, nor is money. */
class ConservationPropertiesTest {

  // The ledger itself fails where a job starts before it was queued or a machine is paid twice.
  @Property(tries = 40)
  void shouldEndEachJobOnceAndBillEachMachineOnce(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 60) int jobs,
      @ForAll @IntRange(min = 1, max = 12) int most,
      @ForAll @IntRange(min = 1, max = 3) int slots,
      @ForAll @IntRange(max = 3) int idle,
      @ForAll @IntRange(max = 1) int interrupted) {
    // Given
    Trace trace = random(jobs, new Random(seed));
    String capacity =
        "slots-per-runner: %d, max-runners: %d, idle: %d, idle-time: 3m, max-jobs-per-runner: %d"
            .formatted(slots, most, Math.min(idle, most * slots), (int) (seed & 3));

    // When
    Outcome outcome =
        Given.replay(trace, Given.pools(capacity), Given.conditions(seed, 2000.0 * interrupted));

    // Then
    assertThat(outcome.jobs().ended()).isEqualTo(jobs);
    assertThat(outcome.waits().count()).isEqualTo(jobs);
    assertThat(outcome.time().work()).isEqualTo(trace.work());
    assertThat(outcome.time().machines().multipliedBy(slots))
        .isGreaterThanOrEqualTo(outcome.time().work());
    assertThat(outcome.money().total()).isLessThanOrEqualTo(outcome.money().onDemand());
  }

  private static Trace random(int jobs, Random random) {
    List<TracedJob> all = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      all.add(
          new TracedJob(
              Given.START.plusMillis(random.nextInt(3_600_000)),
              Duration.ofMillis(random.nextInt(900_000)),
              Set.of(),
              "p" + random.nextInt(3)));
    }
    return new Trace("random", all);
  }
}
