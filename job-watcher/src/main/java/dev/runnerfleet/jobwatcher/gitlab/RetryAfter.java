package dev.runnerfleet.jobwatcher.gitlab;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * For how long GitLab wants to be left alone after a 429: {@code Retry-After}, else {@code
 * RateLimit-Reset}, else a minute, as some of its limits say nothing (GitLab documentation, "User
 * and IP rate limits", response headers).
 */
final class RetryAfter {

  private static final Duration UNLESS_TOLD = Duration.ofSeconds(60);

  /** A wrong header shall not silence us for a day. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  static Duration pause(@Nullable String retryAfter, @Nullable String reset, Instant now) {
    Duration told = seconds(retryAfter);
    if (told == null) {
      told = until(date(retryAfter), now);
    }
    if (told == null && reset != null && reset.matches("[0-9]{1,12}")) {
      told = until(Instant.ofEpochSecond(Long.parseLong(reset)), now);
    }
    return told == null ? UNLESS_TOLD : told.compareTo(LONGEST) > 0 ? LONGEST : told;
  }

  private static @Nullable Duration seconds(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,9}")
        ? Duration.ofSeconds(Long.parseLong(text))
        : null;
  }

  private static @Nullable Instant date(@Nullable String text) {
    try {
      return text == null
          ? null
          : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null; // neither seconds nor a date
    }
  }

  private static @Nullable Duration until(@Nullable Instant time, Instant now) {
    return time == null || !time.isAfter(now) ? null : Duration.between(now, time);
  }
}
