package dev.runnerfleet.scaler.core.fleet;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What EC2 gave for an order.
 *
 * @param hourlyPrice what it costs an hour, by the price at its launch
 * @param image the AMI that it runs, where that was said
 * @param calledAt when CreateFleet was called
 */
public record Purchase(
    Offering.Market market, Usd hourlyPrice, @Nullable String image, Instant calledAt) {

  static Purchase of(RunnerLaunched event) {
    return new Purchase(
        event.offering().market(), event.hourlyPrice(), event.image(), event.calledAt());
  }
}
