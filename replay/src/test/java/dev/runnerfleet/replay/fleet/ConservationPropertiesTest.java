package dev.runnerfleet.replay.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.replay.outcome.Outcome;
import dev.runnerfleet.replay.report.Row;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.trace.TracedJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    Outcome.Machines machines = outcome.machines();
    assertThat(machines.givenBack()).isLessThanOrEqualTo(machines.launched());
    assertThat(outcome.time().machines())
        .isBetween(
            machines.lived(),
            machines
                .lived()
                .plus(Duration.ofMinutes(1).multipliedBy(machines.launched()))
                .plus(longest(trace).multipliedBy(machines.launched() - machines.givenBack())));
  }

  /** Books that go by nothing but the seed: not by the order of a hash table, nor by the clock. */
  @Property(tries = 10)
  void shouldComeToTheSameWithTheSameSeed(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int slots) {
    // Given
    Trace trace = random(60, new Random(seed));
    String capacity = "slots-per-runner: %d, max-runners: 9, idle: 2".formatted(slots);

    // When
    List<String> answers =
        IntStream.range(0, 2)
            .mapToObj(
                again -> Given.replay(trace, Given.pools(capacity), Given.conditions(seed, 2000)))
            .map(ConservationPropertiesTest::inWords)
            .toList();

    // Then
    assertThat(answers.getFirst()).isEqualTo(answers.getLast());
  }

  private static String inWords(Outcome outcome) {
    return Row.of(outcome)
        + outcome.course().most().stream().map(Arrays::toString).collect(Collectors.joining());
  }

  /** No machine stands longer than from the first job to the last end of all in a row. */
  private static Duration longest(Trace trace) {
    return Duration.ofHours(2).plus(trace.work().multipliedBy(3));
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
