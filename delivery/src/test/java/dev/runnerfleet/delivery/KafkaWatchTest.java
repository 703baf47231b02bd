package dev.runnerfleet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class KafkaWatchTest {

  private final SetClock clock = new SetClock();
  private final KafkaWatch kafka = new KafkaWatch(clock);

  @Test
  void shouldCountOnKafkaUntilItIsSilent() {
    assertThat(kafka.isAway()).isFalse();

    kafka.silent();

    assertThat(kafka.isAway()).isTrue();
  }

  @Test
  void shouldLetOneASecondThroughToFindOut() {
    // Given
    kafka.silent();

    // When a second is over
    clock.pass(Duration.ofSeconds(1));

    // Then just one may try
    assertThat(kafka.isAway()).isFalse();
    assertThat(kafka.isAway()).isTrue();
  }

  @Test
  void shouldCountOnKafkaAgainOnceItAcknowledges() {
    // Given
    kafka.silent();

    // When
    kafka.acknowledged();

    // Then
    assertThat(kafka.isAway()).isFalse();
  }

  /** Stands still unless told. */
  private static final class SetClock extends Clock {

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
