package dev.runnerfleet.provisioner.core.offering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.provisioner.core.offering.SpotBreaker.Mode;
import dev.runnerfleet.provisioner.core.offering.SpotBreaker.Setting;
import dev.runnerfleet.provisioner.core.offering.SpotBreaker.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SpotBreakerTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Setting SETTING =
      new Setting(3, Duration.ofMinutes(10), Duration.ofMinutes(5));

  @Property(tries = 300)
  void shouldOpenAtJustSoManyTroublesWithinTheWindow(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 500) Integer> gapsSeconds) {
    // Given
    SpotBreaker breaker = SpotBreaker.CLOSED;
    List<Instant> troubles = new ArrayList<>();
    Instant now = START;

    for (int gap : gapsSeconds) {
      // When
      now = now.plusSeconds(gap);
      troubles.add(now);
      breaker = breaker.after(new Trouble("t" + troubles.size(), now), SETTING, now);

      // Then
      Instant oldest = now.minus(SETTING.window());
      boolean many = troubles.stream().filter(at -> !at.isBefore(oldest)).count() >= 3;
      assertThat(breaker.mode(SETTING, now)).isEqualTo(many ? Mode.OPEN : Mode.CLOSED);
      if (many) {
        return;
      }
    }
  }

  @Test
  void shouldCountATroubleToldTwiceOnce() {
    // Given
    SpotBreaker breaker = SpotBreaker.CLOSED;

    // When
    for (int i = 0; i < 10; i++) {
      breaker = breaker.after(new Trouble("interrupted r1", START), SETTING, START);
    }

    // Then
    assertThat(breaker.mode(SETTING, START)).isEqualTo(Mode.CLOSED);
  }

  @Test
  void shouldTryOneMachineAndCloseWhenItComes() {
    // Given
    SpotBreaker open = open();
    Instant later = START.plus(SETTING.openFor());

    // When
    SpotBreaker trying = open.trying(later.plusSeconds(30));
    SpotBreaker closed = trying.afterLaunch(SETTING, later.plusSeconds(3));
    SpotBreaker reopened =
        trying.afterRefusal(new Trouble("refused", later), SETTING, later.plusSeconds(3));

    // Then
    assertThat(open.mode(SETTING, later.minusSeconds(1))).isEqualTo(Mode.OPEN);
    assertThat(open.mode(SETTING, later)).isEqualTo(Mode.HALF_OPEN);
    assertThat(trying.mode(SETTING, later)).isEqualTo(Mode.OPEN);
    assertThat(trying.mode(SETTING, later.plusSeconds(31))).isEqualTo(Mode.HALF_OPEN);
    assertThat(closed).isEqualTo(SpotBreaker.CLOSED);
    assertThat(reopened.mode(SETTING, later.plusSeconds(200))).isEqualTo(Mode.OPEN);
  }

  @Test
  void shouldNotCloseForAMachineThatWasCalledBeforeItOpened() {
    assertThat(open().afterLaunch(SETTING, START.plusSeconds(1)).mode(SETTING, START))
        .isEqualTo(Mode.OPEN);
  }

  @Test
  void shouldNeverOpenWhereItIsOff() {
    Setting off = new Setting(0, Duration.ofMinutes(10), Duration.ofMinutes(5));
    SpotBreaker breaker = SpotBreaker.CLOSED;
    for (int i = 0; i < 10; i++) {
      breaker = breaker.after(new Trouble("t" + i, START), off, START);
    }

    assertThat(breaker.mode(off, START)).isEqualTo(Mode.CLOSED);
  }

  private static SpotBreaker open() {
    SpotBreaker breaker = SpotBreaker.CLOSED;
    for (int i = 0; i < 3; i++) {
      breaker = breaker.after(new Trouble("t" + i, START), SETTING, START);
    }
    return breaker;
  }
}
