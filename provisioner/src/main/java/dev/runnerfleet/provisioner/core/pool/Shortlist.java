package dev.runnerfleet.provisioner.core.pool;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.pool.Needs;
import dev.runnerfleet.contracts.runner.Offering;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Picks the instance types of a pool that says what it needs instead of naming them. */
public final class Shortlist {

  /**
   * Offerings asked for at once. Karpenter sends as many; AWS refuses very large requests, and what
   * lies beyond the sixty cheapest is rarely had for a price that one wants.
   */
  public static final int MOST_OFFERINGS = 60;

  private Shortlist() {}

  /**
   * The types that fit, cheapest first, as many as make up {@link #MOST_OFFERINGS} with the pool's
   * subnets, but one at least. A type whose price is not known comes after all others, the smallest
   * of those first: what it costs may be low, but nobody can say so.
   *
   * @param price what a type costs in the market that the pool buys in first
   */
  public static List<String> of(
      Needs needs,
      Market market,
      int subnets,
      Collection<InstanceShape> shapes,
      Function<String, Optional<Usd>> price) {
    Comparator<InstanceShape> cheapestFirst =
        Comparator.comparing(
                (InstanceShape shape) -> price.apply(shape.type()),
                Comparator.comparing((Optional<Usd> known) -> known.isEmpty())
                    .thenComparing(known -> known.orElse(Usd.ZERO)))
            .thenComparing(InstanceShape::vcpus)
            .thenComparing(InstanceShape::memoryMib)
            .thenComparing(InstanceShape::type);
    return shapes.stream()
        .filter(shape -> shape.fits(needs) && shape.markets().contains(first(market)))
        .sorted(cheapestFirst)
        .map(InstanceShape::type)
        .distinct()
        .limit(Math.max(1, MOST_OFFERINGS / Math.max(1, subnets)))
        .toList();
  }

  /** The market that a pool buys in while it can. */
  public static Offering.Market first(Market market) {
    return switch (market.spot()) {
      case ONLY, PREFERRED -> Offering.Market.SPOT;
      case NEVER -> Offering.Market.ON_DEMAND;
    };
  }
}
