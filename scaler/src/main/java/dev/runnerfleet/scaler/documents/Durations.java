package dev.runnerfleet.scaler.documents;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 30m}, {@code 1h30m}, {@code 7d}, or ISO 8601. */
public final class Durations {

  public static final String FORM = "a duration such as 20s, 30m, 1h30m or PT30M";

  private static final Pattern COMPACT =
      Pattern.compile("(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");

  private Durations() {}

  public static Optional<Duration> parse(String text) {
    Matcher compact = COMPACT.matcher(text);
    if (!text.isEmpty() && compact.matches()) {
      return Optional.of(
          Duration.ofDays(part(compact, 1))
              .plusHours(part(compact, 2))
              .plusMinutes(part(compact, 3))
              .plusSeconds(part(compact, 4)));
    }
    try {
      return Optional.of(Duration.parse(text.toUpperCase(Locale.ROOT)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  static String format(Duration duration) {
    if (duration.isNegative() || !duration.equals(duration.truncatedTo(ChronoUnit.SECONDS))) {
      return duration.toString();
    }
    StringBuilder text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long amount, String unit) {
    if (amount > 0) {
      text.append(amount).append(unit);
    }
  }

  private static long part(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
