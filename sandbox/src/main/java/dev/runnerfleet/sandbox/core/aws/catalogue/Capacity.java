package dev.runnerfleet.sandbox.core.aws.catalogue;

import java.util.HashMap;
import java.util.Map;

/**
 * How many more instances each offering can give; without a limit set, as many as are asked for.
 */
public final class Capacity {
  private final Map<Offering, Integer> left = new HashMap<>();

  /** From now on {@code offering} gives at most {@code instances} more, plus what is given back. */
  public void limit(Offering offering, int instances) {
    left.put(offering, instances);
  }

  /** Lifts the limit of {@code offering}. */
  public void lift(Offering offering) {
    left.remove(offering);
  }

  public int left(Offering offering) {
    return left.getOrDefault(offering, Integer.MAX_VALUE);
  }

  public void take(Offering offering) {
    left.computeIfPresent(offering, (unused, instances) -> instances - 1);
  }

  public void giveBack(Offering offering) {
    left.computeIfPresent(offering, (unused, instances) -> instances + 1);
  }
}
