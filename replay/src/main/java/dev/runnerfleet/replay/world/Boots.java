package dev.runnerfleet.replay.world;

import dev.runnerfleet.contracts.InvalidValueException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long machines take from the launch call until they ask for a job. */
public sealed interface Boots {

  String FORM =
      "a duration such as 60s, a range such as 45s..90s, or p50=60s,p95=120s; at most a day";

  Duration LONGEST = Duration.ofDays(1);

  /** The next machine's boot. */
  Duration draw(SplittableRandom random);

  /** All alike. */
  record Fixed(Duration time) implements Boots {
    @Override
    public Duration draw(SplittableRandom random) {
      return time;
    }

    @Override
    public String toString() {
      return text(time);
    }
  }

  /** Any within a range alike. */
  record Even(Duration least, Duration most) implements Boots {
    @Override
    public Duration draw(SplittableRandom random) {
      return least.plusMillis(random.nextLong(most.minus(least).toMillis() + 1));
    }

    @Override
    public String toString() {
      return text(least) + ".." + text(most);
    }
  }

  /** Log-normal, by its median and its 95th percentile. */
  record Skewed(Duration median, Duration p95) implements Boots {
    private static final double Z95 = 1.6448536269514722;

    @Override
    public Duration draw(SplittableRandom random) {
      double sigma = Math.log((double) p95.toMillis() / median.toMillis()) / Z95;
      return Duration.ofMillis(
          Math.round(median.toMillis() * Math.exp(sigma * random.nextGaussian())));
    }

    @Override
    public String toString() {
      return "p50=" + text(median) + ",p95=" + text(p95);
    }
  }

  /**
   * Reads one.
   *
   * @throws InvalidValueException of the field {@code --boot}
   */
  static Boots parse(String text) {
    Matcher skewed = Pattern.compile("p50=(.+),p95=(.+)").matcher(text);
    if (skewed.matches()) {
      Duration median = duration(text, skewed.group(1));
      Duration p95 = duration(text, skewed.group(2));
      if (median.isZero() || p95.compareTo(median) < 0) {
        throw wrong(text);
      }
      return new Skewed(median, p95);
    }
    String[] ends = text.split("\\.\\.", -1);
    if (ends.length == 1) {
      return new Fixed(duration(text, text));
    }
    Duration least = duration(text, ends[0]);
    Duration most = duration(text, ends[ends.length - 1]);
    if (ends.length != 2 || most.compareTo(least) < 0) {
      throw wrong(text);
    }
    return new Even(least, most);
  }

  private static Duration duration(String whole, String part) {
    try {
      Duration duration = Duration.parse("PT" + part.strip().toUpperCase(Locale.ROOT));
      if (!duration.isNegative() && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      throw wrong(whole);
    }
    throw wrong(whole);
  }

  private static InvalidValueException wrong(String text) {
    return new InvalidValueException("--boot", text, FORM);
  }

  private static String text(Duration time) {
    return time.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
