package dev.runnerfleet.sandbox.core.aws.fleet;

import dev.runnerfleet.sandbox.core.aws.stock.Capacity;
import java.util.Comparator;
import java.util.List;

/**
 * Which candidates are asked, in which order, and for how many instances each. A strategy that
 * gathers goes on to the next only for what the one before lacked; one that spreads asks all of
 * them for a share first.
 */
record Allocation(List<Candidate> ranked, boolean spread) {

  /** Equals keep the order of the request. */
  static Allocation of(FleetTarget target, List<Candidate> usable, Capacity capacity) {
    Comparator<Candidate> byPrice = Comparator.comparing(Candidate::price);
    Comparator<Candidate> deepestFirst =
        Comparator.comparingInt((Candidate c) -> capacity.left(c.offering())).reversed();
    // Depth counts in powers of two: AWS takes priorities on a best-effort basis, after capacity.
    Comparator<Candidate> byDepthClass =
        Comparator.comparingInt(
            c -> Integer.numberOfLeadingZeros(Math.max(0, capacity.left(c.offering()))));
    Comparator<Candidate> enoughFirst =
        Comparator.comparing(c -> capacity.left(c.offering()) < target.count());
    var order =
        switch (target.strategy()) {
          case LOWEST_PRICE, DIVERSIFIED -> byPrice;
          case PRICE_CAPACITY_OPTIMIZED -> enoughFirst.thenComparing(byPrice);
          case CAPACITY_OPTIMIZED -> deepestFirst;
          case PRIORITIZED -> Comparator.comparingDouble(Candidate::priority);
          case CAPACITY_OPTIMIZED_PRIORITIZED ->
              byDepthClass.thenComparingDouble(Candidate::priority);
        };
    return new Allocation(
        usable.stream().sorted(order).toList(),
        target.strategy() == AllocationStrategy.DIVERSIFIED);
  }

  /** How many the candidate at {@code index} is asked for, of those still wanted. */
  int ask(int index, int wanted) {
    return spread ? Math.ceilDiv(wanted, ranked.size() - index) : wanted;
  }
}
