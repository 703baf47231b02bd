package dev.runnerfleet.sandbox.core.aws.stock;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * US dollars per hour. On-demand prices stand; a spot price moves around its type's share of the
 * on-demand price, never above that price, in a step every three hours, as AWS's move slowly since
 * they follow long-term supply (AWS's page "Spot Instances").
 */
public final class Prices {
  /** How long a spot price stands. */
  public static final Duration STEP = Duration.ofHours(3);

  private static final double BETWEEN_ZONES = 0.08;
  private static final double IN_TIME = 0.12;
  private static final BigDecimal LEAST = new BigDecimal("0.0001");

  private final Noise zones;
  private final Noise course;

  public Prices(long seed) {
    this.zones = new Noise(seed, Duration.ofDays(100_000));
    this.course = new Noise(seed + 1, Duration.ofDays(1));
  }

  /** What is paid for an instance that is launched at this moment. */
  public Usd at(Offering offering, Instant at) {
    Usd onDemand = offering.type().onDemandPrice();
    if (offering.market() == Market.ON_DEMAND) {
      return onDemand;
    }
    double factor =
        1
            + BETWEEN_ZONES * zones.at(offering, Instant.EPOCH)
            + IN_TIME * course.at(offering, since(offering, at));
    var price =
        onDemand
            .amount()
            .multiply(BigDecimal.valueOf(offering.type().spotShare()))
            .multiply(BigDecimal.valueOf(factor));
    return new Usd(price.min(onDemand.amount()).max(LEAST));
  }

  /** When the spot price that holds at this moment was set. */
  public Instant since(Offering offering, Instant at) {
    long offset = Math.floorMod(Noise.key(offering), STEP.toSeconds());
    long seconds = at.getEpochSecond() - offset;
    return Instant.ofEpochSecond(
        Math.floorDiv(seconds, STEP.toSeconds()) * STEP.toSeconds() + offset);
  }
}
