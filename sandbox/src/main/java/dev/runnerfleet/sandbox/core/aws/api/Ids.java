package dev.runnerfleet.sandbox.core.aws.api;

import java.util.HexFormat;
import java.util.SplittableRandom;

/** Mints ids in AWS's form, {@code i-} and 17 hexadecimal digits, from a seed. */
public final class Ids {
  private static final HexFormat HEX = HexFormat.of();
  private static final int DIGITS = 17;

  private final SplittableRandom random;

  public Ids(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** An id such as {@code lt-0a1b…}; AWS's own begin with a zero, too. */
  public String mint(String prefix) {
    return prefix + "-0" + HEX.toHexDigits(random.nextLong(), DIGITS - 1);
  }

  /** A fleet's id, which AWS writes as a UUID. */
  public String mintFleet() {
    String digits = HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
    return "fleet-%s-%s-%s-%s-%s"
        .formatted(
            digits.substring(0, 8),
            digits.substring(8, 12),
            digits.substring(12, 16),
            digits.substring(16, 20),
            digits.substring(20));
  }
}
