package dev.runnerfleet.sandbox.core.aws.catalogue;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How many more instances each offering can give; without a limit set, as many as are asked for.
 */
public final class Capacity {
  private final Map<Offering, Integer> left = new HashMap<>();
  private Predicate<Offering> dry = offering -> false;

  /** Offerings of which this holds have nothing left for as long as it holds. */
  public void dryWhere(Predicate<Offering> which) {
    dry = which;
  }

  /** From now on {@code offering} gives at most {@code instances} more, plus what is given back. */
  public void limit(Offering offering, int instances) {
    left.put(offering, instances);
  }

  /** Lifts the limit of {@code offering}. */
  public void lift(Offering offering) {
    left.remove(offering);
  }

  public int left(Offering offering) {
    return dry.test(offering) ? 0 : left.getOrDefault(offering, Integer.MAX_VALUE);
  }

  public void take(Offering offering) {
    left.computeIfPresent(offering, (unused, instances) -> instances - 1);
  }

  public void giveBack(Offering offering) {
    left.computeIfPresent(offering, (unused, instances) -> instances + 1);
  }
}
