package dev.runnerfleet.sandbox.gitlab.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The three ways in which GitLab writes a time, and the one for a duration. */
public final class Times {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SPACED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private Times() {}

  /** As in the REST interface and in job events: {@code 2026-01-02T03:04:05.678Z}. */
  public static @Nullable String iso(@Nullable Instant time) {
    return time == null ? null : MILLIS.format(time);
  }

  /** As in fields that end in {@code _iso}: {@code 2026-01-02T03:04:05Z}. */
  public static @Nullable String isoSeconds(@Nullable Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** As in pipeline events: {@code 2026-01-02 03:04:05 UTC}. */
  public static @Nullable String spaced(@Nullable Instant time) {
    return time == null ? null : SPACED.format(time);
  }

  /** As in HTTP's headers. */
  public static String http(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atZone(ZoneOffset.UTC));
  }

  /** Seconds between two times, or null unless both are there. */
  public static @Nullable Double seconds(@Nullable Instant from, @Nullable Instant to) {
    return from == null || to == null ? null : Duration.between(from, to).toMillis() / 1000.0;
  }

  /** Whole seconds between two times. */
  public static @Nullable Long wholeSeconds(@Nullable Instant from, @Nullable Instant to) {
    return from == null || to == null ? null : Duration.between(from, to).toSeconds();
  }
}
