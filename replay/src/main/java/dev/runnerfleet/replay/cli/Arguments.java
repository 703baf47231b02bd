package dev.runnerfleet.replay.cli;

import dev.runnerfleet.contracts.InvalidValueException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stood on the command line: one operand, options with a value, options without. */
public final class Arguments {

  private static final String DURATION =
      "a duration such as 500ms, 60s, 10m, 2h or 7d, at most ten years";
  private static final Duration LONGEST = Duration.ofDays(3660);

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Optional<String> operand;

  private Arguments(Optional<String> operand, Map<String, String> values) {
    this.operand = operand;
    this.values.putAll(values);
  }

  /**
   * Reads them.
   *
   * @param flags options without a value
   * @param options options with one
   * @throws InvalidValueException naming what makes no sense
   */
  public static Arguments read(List<String> words, Set<String> flags, Set<String> options) {
    Map<String, String> values = new LinkedHashMap<>();
    String operand = null;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (flags.contains(word)) {
        values.put(word, "");
      } else if (options.contains(word)) {
        if (i + 1 == words.size()) {
          throw InvalidValueException.missing(word, "a value after it");
        }
        if (values.put(word, words.get(++i)) != null) {
          throw new InvalidValueException(word, words.get(i), "the option once");
        }
      } else if (word.startsWith("--") || operand != null) {
        throw new InvalidValueException(
            "argument",
            word,
            "one of "
                + String.join(", ", options.stream().sorted().toList())
                + " or "
                + String.join(", ", flags.stream().sorted().toList()));
      } else {
        operand = word;
      }
    }
    return new Arguments(Optional.ofNullable(operand), values);
  }

  public String operand(String name, String expected) {
    return operand.orElseThrow(() -> InvalidValueException.missing(name, expected));
  }

  public boolean has(String flag) {
    return values.containsKey(flag);
  }

  public Optional<String> text(String option) {
    return Optional.ofNullable(values.get(option));
  }

  public String required(String option, String expected) {
    return text(option).orElseThrow(() -> InvalidValueException.missing(option, expected));
  }

  public Optional<Duration> duration(String option) {
    return text(option).map(text -> duration(option, text));
  }

  /** Durations parted by commas. */
  public List<Duration> durations(String option) {
    return text(option).stream()
        .flatMap(text -> Arrays.stream(text.split(",", -1)))
        .map(part -> duration(option, part.strip()))
        .toList();
  }

  public long number(String option, long otherwise) {
    return text(option)
        .map(
            text -> {
              try {
                return Long.parseLong(text);
              } catch (NumberFormatException e) {
                throw new InvalidValueException(option, text, "a whole number");
              }
            })
        .orElse(otherwise);
  }

  private static Duration duration(String option, String text) {
    String iso = text.toUpperCase(Locale.ROOT);
    try {
      Duration duration =
          iso.endsWith("D")
              ? Duration.parse("P" + iso)
              : iso.endsWith("MS")
                  ? Duration.ofMillis(Long.parseLong(iso.substring(0, iso.length() - 2)))
                  : Duration.parse("PT" + iso);
      if (!duration.isNegative() && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException | NumberFormatException e) {
      throw new InvalidValueException(option, text, DURATION);
    }
    throw new InvalidValueException(option, text, DURATION);
  }
}
