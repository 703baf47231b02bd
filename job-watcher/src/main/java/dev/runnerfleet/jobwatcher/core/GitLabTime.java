package dev.runnerfleet.jobwatcher.core;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * GitLab's times: ISO 8601 in its API and in the {@code _iso} fields of newer webhooks, Ruby's own
 * form in the others.
 */
public final class GitLabTime {

  private static final List<DateTimeFormatter> RUBY =
      List.of(
          DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss VV", Locale.ROOT),
          DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xx", Locale.ROOT));

  private GitLabTime() {}

  /** The instant; none where there is none or its form is not known. */
  public static @Nullable Instant parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    Instant iso = parse(text, null);
    if (iso != null) {
      return iso;
    }
    return RUBY.stream()
        .map(form -> parse(text, form))
        .filter(found -> found != null)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Instant parse(String text, @Nullable DateTimeFormatter form) {
    try {
      return form == null
          ? OffsetDateTime.parse(text).toInstant()
          : ZonedDateTime.parse(text, form).toInstant();
    } catch (DateTimeException e) {
      return null; // another form
    }
  }
}
