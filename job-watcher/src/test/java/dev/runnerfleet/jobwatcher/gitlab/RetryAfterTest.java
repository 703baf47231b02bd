package dev.runnerfleet.jobwatcher.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "17,                               ,            PT17S",
    "0,                                ,            PT0S",
    "'Sun, 1 Mar 2026 12:00:40 GMT',   ,            PT40S",
    "'Sun, 1 Mar 2026 11:00:00 GMT',   ,            PT1M",
    ",                                 1772366425,  PT25S",
    ",                                 ,            PT1M",
    "soon,                             ,            PT1M",
    "999999,                           ,            PT1H",
  })
  void shouldWaitAsLongAsGitLabWants(
      @Nullable String retryAfter, @Nullable String reset, Duration pause) {
    assertThat(RetryAfter.pause(retryAfter, reset, NOW)).isEqualTo(pause);
  }
}
