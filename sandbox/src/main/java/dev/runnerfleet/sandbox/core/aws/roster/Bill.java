package dev.runnerfleet.sandbox.core.aws.roster;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * Money spent on instances, by market. Billed by the second while running, a minute at least (AWS's
 * pages "Amazon EC2 billing" and "Instance lifecycle": pending and shutting-down are free).
 */
final class Bill {
  private static final Duration MINIMUM = Duration.ofSeconds(60);
  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);

  private final Map<Market, Usd> settled = new EnumMap<>(Market.class);

  Bill() {
    for (Market market : Market.values()) {
      settled.put(market, Usd.ZERO);
    }
  }

  /** Closes the account of an instance that has ended. */
  void settle(Instance instance, Instant end) {
    settled.merge(instance.offering().market(), cost(instance, end), Usd::plus);
  }

  /** What was settled, and what the {@code running} ones have cost until now. */
  Map<Market, Usd> spent(Collection<Instance> running, Instant now) {
    var spent = new EnumMap<>(settled);
    for (Instance instance : running) {
      spent.merge(instance.offering().market(), cost(instance, now), Usd::plus);
    }
    return spent;
  }

  private static Usd cost(Instance instance, Instant end) {
    Instant start = instance.runningSince();
    if (start == null) {
      return Usd.ZERO;
    }
    var used = Duration.between(start, end);
    long seconds = Math.max(MINIMUM.toSeconds(), used.plusMillis(999).toSeconds());
    return new Usd(
        instance
            .hourlyPrice()
            .amount()
            .multiply(BigDecimal.valueOf(seconds))
            .divide(SECONDS_PER_HOUR, 6, RoundingMode.HALF_UP));
  }
}
