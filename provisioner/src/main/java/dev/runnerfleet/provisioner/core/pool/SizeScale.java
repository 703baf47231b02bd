package dev.runnerfleet.provisioner.core.pool;

import dev.runnerfleet.contracts.Usd;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the sizes of an instance family stand to each other. Within a family AWS's on-demand prices
 * grow in step with the size (Amazon EC2 On-Demand Pricing): an {@code xlarge} costs two {@code
 * large}. Bare metal keeps no such step.
 */
public final class SizeScale {

  private static final Pattern EXTRA_LARGE = Pattern.compile("([1-9][0-9]{0,2})?xlarge");

  private SizeScale() {}

  /** The type's family in size {@code large}; nothing for a size that cannot be told. */
  public static Optional<String> large(String type) {
    int dot = type.indexOf('.');
    return dot > 0 && inLarges(type.substring(dot + 1)).isPresent()
        ? Optional.of(type.substring(0, dot) + ".large")
        : Optional.empty();
  }

  /** What the type costs where its family's {@code large} costs so much. */
  public static Optional<Usd> scaled(Usd large, String type) {
    return inLarges(type.substring(type.indexOf('.') + 1))
        .map(factor -> new Usd(large.amount().multiply(factor, MathContext.DECIMAL64)));
  }

  private static Optional<BigDecimal> inLarges(String size) {
    return switch (size) {
      case "nano" -> Optional.of(new BigDecimal("0.0625"));
      case "micro" -> Optional.of(new BigDecimal("0.125"));
      case "small" -> Optional.of(new BigDecimal("0.25"));
      case "medium" -> Optional.of(new BigDecimal("0.5"));
      case "large" -> Optional.of(BigDecimal.ONE);
      default -> extraLarge(size);
    };
  }

  private static Optional<BigDecimal> extraLarge(String size) {
    Matcher matcher = EXTRA_LARGE.matcher(size);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String count = matcher.group(1);
    return Optional.of(BigDecimal.valueOf(2L * (count == null ? 1 : Integer.parseInt(count))));
  }
}
