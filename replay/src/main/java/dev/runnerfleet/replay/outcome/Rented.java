package dev.runnerfleet.replay.outcome;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.Offering;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;

/**
 * A machine that is paid for from its launch call on: by the second, a minute at least (Amazon EC2
 * User Guide, "On-Demand Instances"). AWS does not bill while an instance is pending; as a boot
 * time does not say how much of it that is, all of it counts here.
 *
 * @param hourlyPrice fixed at the launch
 * @param onDemandPrice what the same machine costs an hour on demand
 */
public record Rented(
    long number, Offering.Market market, Usd hourlyPrice, Usd onDemandPrice, Instant since) {

  private static final Duration LEAST = Duration.ofSeconds(60);
  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);

  /** What is billed if it is given back then. */
  public Duration billed(Instant until) {
    Duration used = Duration.between(since, until);
    Duration whole = Duration.ofSeconds(used.plusMillis(999).toSeconds());
    return whole.compareTo(LEAST) < 0 ? LEAST : whole;
  }

  static Usd cost(Usd perHour, Duration billed) {
    return new Usd(
        perHour
            .amount()
            .multiply(BigDecimal.valueOf(billed.toSeconds()))
            .divide(SECONDS_PER_HOUR, 6, RoundingMode.HALF_UP));
  }
}
