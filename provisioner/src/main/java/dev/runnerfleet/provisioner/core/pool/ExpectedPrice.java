package dev.runnerfleet.provisioner.core.pool;

import dev.runnerfleet.contracts.Usd;
import java.util.Collection;
import java.util.List;

/** What the next machine of a pool will likely cost an hour, for the scaler to plan with. */
public final class ExpectedPrice {

  private ExpectedPrice() {}

  /**
   * At spot: the median over the pool's offerings, the upper one of two. EC2's strategy {@code
   * price-capacity-optimized} takes the cheapest of those with the most room, which is seldom the
   * very cheapest and hardly ever one of the dearest.
   *
   * @param offerings the prices that are known; zero where none is
   */
  public static Usd atSpot(Collection<Usd> offerings) {
    List<Usd> sorted = offerings.stream().sorted().toList();
    return sorted.isEmpty() ? Usd.ZERO : sorted.get(sorted.size() / 2);
  }

  /** On demand: the lowest, as EC2's strategy {@code lowest-price} takes that. */
  public static Usd onDemand(Collection<Usd> types) {
    return types.stream().sorted().findFirst().orElse(Usd.ZERO);
  }
}
