package dev.runnerfleet.provisioner.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.RunnerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class BootBreakerTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void shouldStopAPoolAfterFiveBootsInARowThatNeverEnrol() {
    // Given
    BootBreaker breaker = failed(4);

    // When
    BootBreaker opened = breaker.neverEnrolled(runner("e"), NOON);

    // Then
    assertThat(breaker.stops()).isFalse();
    assertThat(opened).isEqualTo(new BootBreaker.Open(1, NOON.plus(BootBreaker.FIRST_WAIT)));
    assertThat(opened.admits(NOON)).isZero();
  }

  @Test
  void shouldCountAnewOnceAMachineHasEnrolled() {
    // When
    BootBreaker breaker =
        failed(4)
            .after(new BootOutcome.Enrolled(runner("x")), NOON)
            .neverEnrolled(runner("y"), NOON);

    // Then
    assertThat(breaker).isEqualTo(new BootBreaker.Closed(1));
  }

  @Test
  void shouldLetOneMachineThroughToFindOut() {
    // Given
    BootBreaker open = failed(5);
    Instant later = NOON.plus(BootBreaker.FIRST_WAIT);

    // When
    BootBreaker probing = open.probedBy(runner("probe"));

    // Then
    assertThat(open.admits(later)).isEqualTo(1);
    assertThat(probing.admits(later)).isZero();
    assertThat(probing.isProbe(runner("probe"))).isTrue();
    assertThat(probing.after(new BootOutcome.Enrolled(runner("probe")), later))
        .isEqualTo(BootBreaker.fresh());
  }

  @Test
  void shouldWaitTwiceAsLongAfterEachProbeThatFailedButAnHourAtMost() {
    // Given
    BootBreaker breaker = failed(5);

    for (int minutes : new int[] {10, 20, 40, 60, 60}) {
      // When
      breaker = breaker.probedBy(runner("probe")).neverEnrolled(runner("probe"), NOON);

      // Then
      assertThat(breaker.admits(NOON.plus(Duration.ofMinutes(minutes)).minusMillis(1))).isZero();
      assertThat(breaker.admits(NOON.plus(Duration.ofMinutes(minutes)))).isEqualTo(1);
    }
  }

  @Test
  void shouldTryAnotherMachineAtOnceWhereTheProbeWasLost() {
    // Given
    BootBreaker probing = failed(5).probedBy(runner("probe"));

    // When
    BootBreaker lost = probing.after(new BootOutcome.Lost(runner("probe")), NOON);

    // Then
    assertThat(lost.admits(NOON)).isEqualTo(1);
  }

  @Test
  void shouldTakeNoOtherMachineForTheProbe() {
    // Given
    BootBreaker probing = failed(5).probedBy(runner("probe"));

    // When
    BootBreaker after =
        probing
            .neverEnrolled(runner("old"), NOON)
            .lost(runner("other"), NOON)
            .probedBy(runner("z"));

    // Then
    assertThat(after).isEqualTo(probing);
  }

  /** Whatever happens in whatever order, at most one machine is out while the pool is stopped. */
  @RepeatedTest(50)
  void shouldNeverLetMoreThanOneThroughWhileStopped(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    BootBreaker breaker = BootBreaker.fresh();
    Instant now = NOON;
    int failuresInARow = 0;
    for (int i = 0; i < 200; i++) {
      now = now.plus(Duration.ofSeconds(random.nextInt(600)));
      RunnerId runner = runner("r" + random.nextInt(5));
      boolean stopped = breaker.stops();
      switch (random.nextInt(8)) {
        case 0 -> {
          breaker = breaker.after(new BootOutcome.Enrolled(runner), now);
          failuresInARow = 0;
        }
        case 1 -> breaker = breaker.lost(runner, now);
        case 2, 3 -> breaker = breaker.admits(now) > 0 ? breaker.probedBy(runner) : breaker;
        default -> {
          breaker = breaker.neverEnrolled(runner, now);
          failuresInARow++;
        }
      }
      assertThat(breaker.admits(now)).isIn(0, 1, Integer.MAX_VALUE);
      assertThat(breaker.stops() && breaker.admits(now) > 1).isFalse();
      assertThat(!stopped && breaker.stops()).isEqualTo(!stopped && failuresInARow == 5);
      if (breaker.stops()) {
        failuresInARow = 5;
      }
    }
  }

  private static BootBreaker failed(int times) {
    BootBreaker breaker = BootBreaker.fresh();
    for (int i = 0; i < times; i++) {
      breaker = breaker.neverEnrolled(runner("f" + i), NOON);
    }
    return breaker;
  }

  private static RunnerId runner(String id) {
    return new RunnerId(id);
  }
}
