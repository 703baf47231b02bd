package dev.runnerfleet.scaler.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.Schedule;
import dev.runnerfleet.scaler.core.Example;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapacityInForceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * * * * *                | 2026-03-04T12:00:00Z | true",
        "* * 9-17 * * mon-fri *       | 2026-03-04T09:00:00Z | true",
        "* * 9-17 * * mon-fri *       | 2026-03-04T17:59:59Z | true",
        "* * 9-17 * * mon-fri *       | 2026-03-04T18:00:00Z | false",
        "* * 9-17 * * mon-fri *       | 2026-03-07T12:00:00Z | false",
        "* * 0-9,18-23 * * MON-FRI *  | 2026-03-04T23:30:00Z | true",
        "* * * * * sat,sun *          | 2026-03-08T12:00:00Z | true",
        "* * * * * 7 *                | 2026-03-08T12:00:00Z | true",
        "* * * * * 0 *                | 2026-03-08T12:00:00Z | true",
        "* */15 * * * * *             | 2026-03-04T12:45:10Z | true",
        "* */15 * * * * *             | 2026-03-04T12:46:00Z | false",
        "30 5/20 * * * * *            | 2026-03-04T12:25:30Z | true",
        "* * * 1 * mon *              | 2026-03-02T12:00:00Z | true",
        "* * * 1 * mon *              | 2026-03-01T12:00:00Z | true",
        "* * * 1 * mon *              | 2026-03-03T12:00:00Z | false",
        "* * * * dec * 2026           | 2026-12-24T12:00:00Z | true",
        "* * * * dec * 2026           | 2027-12-24T12:00:00Z | false",
        "* * * ? * ? *                | 2026-12-24T12:00:00Z | true"
      })
  void shouldIncludeTheTimesThatCronWould(String period, Instant time, boolean included) {
    assertThat(CronPeriod.parse(period).includes(time.atZone(ZoneOffset.UTC))).isEqualTo(included);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "* * * * *",
        "60 * * * * * *",
        "* * 24 * * * *",
        "* * * 0 * * *",
        "* * * * jax * *",
        "* * 9-8 * * * *",
        "* */0 * * * * *",
        "* 1-2-3 * * * * *",
        "* * * L * * *",
        "* , * * * * *",
        ""
      })
  void shouldRefuseWhatIsNoPeriodAndSayWhatIs(String period) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> CronPeriod.parse(period))
        .satisfies(e -> assertThat(e.expected()).containsAnyOf("seven fields", " of "));
  }

  @Test
  void shouldLetTheLastMatchingScheduleWinAndKeepWhatItDoesNotSay() {
    // Given
    Capacity base = Example.capacity(1, 20, 5, 3);
    Schedule always = schedule("* * * * * * *", "UTC", 2, Duration.ofMinutes(1));
    Schedule noon = schedule("* * 12 * * * *", "UTC", 0, null);

    // Then
    assertThat(at("2026-03-04T12:00:00Z", base, always, noon))
        .returns(0, Capacity::idle)
        .returns(Duration.ofMinutes(30), Capacity::idleTime)
        .returns(20, Capacity::maxRunners);
    assertThat(at("2026-03-04T12:00:00Z", base, noon, always))
        .returns(2, Capacity::idle)
        .returns(Duration.ofMinutes(1), Capacity::idleTime);
    assertThat(at("2026-03-04T13:00:00Z", base, noon)).isEqualTo(base);
  }

  @Test
  void shouldGoByTheSchedulesOwnTimeAlsoWhenClocksChange() {
    // Given: Berlin is an hour ahead of UTC in winter, two in summer
    Capacity base = Example.capacity(1, 20, 5, 3);
    Schedule nine = schedule("* * 9 * * * *", "Europe/Berlin", 0, null);

    // Then
    assertThat(at("2026-03-28T08:30:00Z", base, nine).idle()).isZero();
    assertThat(at("2026-03-29T08:30:00Z", base, nine).idle()).isEqualTo(5);
    assertThat(at("2026-03-29T07:30:00Z", base, nine).idle()).isZero();
  }

  private static Capacity at(String time, Capacity base, Schedule... schedules) {
    return CapacityInForce.of(Example.spec("linux", base, schedules), Instant.parse(time));
  }

  private static Schedule schedule(
      String period, String zone, int idle, @Nullable Duration idleTime) {
    return new Schedule(List.of(period), ZoneId.of(zone), idle, idleTime, null);
  }
}
