package dev.runnerfleet.sandbox.core.aws.stock;

import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.catalogue.Outages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How many instances of an offering AWS would let the account have at a moment. Spot capacity comes
 * and goes within hours; it is the shallower the more often AWS interrupts that type, and none at
 * all during a recorded outage. On-demand capacity has no bound of its own.
 */
public final class Tide {
  private static final double SWING = 0.6;

  private final double vcpus;
  private final List<Outages> outages;
  private final Noise course;

  /**
   * A tide.
   *
   * @param vcpus the mean capacity of the steadiest spot offerings
   */
  public Tide(long seed, double vcpus, List<Outages> outages) {
    this.vcpus = vcpus;
    this.outages = List.copyOf(outages);
    this.course = new Noise(seed + 2, Duration.ofHours(6));
  }

  /** Instances, those in use among them. */
  public int at(Offering offering, Instant at, Duration sinceStart) {
    if (offering.market() == Market.ON_DEMAND) {
      return Integer.MAX_VALUE;
    }
    if (outages.stream().anyMatch(trace -> trace.isOut(offering, sinceStart))) {
      return 0;
    }
    double mean = vcpus * offering.type().interruptions().depth() / offering.type().vcpus();
    return (int) Math.min(Integer.MAX_VALUE, mean * (1 + SWING * course.at(offering, at)));
  }
}
