package dev.runnerfleet.sandbox.core.aws.roster;

import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/** When AWS will take spot instances back unasked, drawn from a seed. */
public final class Odds {
  private static final long LONGEST_LEAD_SECONDS = 600;

  private final SplittableRandom random;
  private final double factor;

  /**
   * Odds.
   *
   * @param factor how many times as often as the offering's rate says; 0 for never
   */
  public Odds(long seed, double factor) {
    this.random = new SplittableRandom(seed);
    this.factor = factor;
  }

  /** How long an instance lasts until AWS wants it back, where that comes to pass at all. */
  Optional<Duration> untilInterruption(Offering offering) {
    double perHour = factor * offering.type().interruptions().hourlyRate();
    if (offering.market() != Market.SPOT || perHour <= 0) {
      return Optional.empty();
    }
    double hours = -Math.log(1 - random.nextDouble()) / perHour;
    return Optional.of(Duration.ofMillis((long) (hours * 3_600_000)));
  }

  /** How long before the warning AWS recommends to rebalance; often it does so only then. */
  Duration lead() {
    return Duration.ofSeconds(
        Math.max(0, random.nextLong(-LONGEST_LEAD_SECONDS, LONGEST_LEAD_SECONDS)));
  }
}
