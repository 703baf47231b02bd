package dev.runnerfleet.sandbox.core.aws.stock;

import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** How many more instances each offering can give. */
public final class Capacity {
  private final Map<Offering, Integer> limits = new HashMap<>();
  private final Map<Offering, Integer> used = new HashMap<>();
  private final ToIntFunction<Offering> tide;
  private final Predicate<Offering> dry;

  /**
   * Nothing used and nothing limited.
   *
   * @param tide how many instances of an offering there could be now, used ones among them
   * @param dry offerings that have been ordered to have nothing left, for as long as it holds
   */
  public Capacity(ToIntFunction<Offering> tide, Predicate<Offering> dry) {
    this.tide = tide;
    this.dry = dry;
  }

  /**
   * From now on {@code offering} gives at most {@code instances} more, plus what is given back,
   * whatever the tide.
   */
  public void limit(Offering offering, int instances) {
    limits.put(offering, instances);
  }

  /** Leaves {@code offering} to the tide again. */
  public void lift(Offering offering) {
    limits.remove(offering);
  }

  public int left(Offering offering) {
    if (dry.test(offering)) {
      return 0;
    }
    Integer limit = limits.get(offering);
    return limit != null
        ? limit
        : Math.max(0, tide.applyAsInt(offering) - used.getOrDefault(offering, 0));
  }

  void take(Offering offering) {
    used.merge(offering, 1, Integer::sum);
    limits.computeIfPresent(offering, (unused, instances) -> instances - 1);
  }

  void giveBack(Offering offering) {
    used.merge(offering, -1, Integer::sum);
    limits.computeIfPresent(offering, (unused, instances) -> instances + 1);
  }
}
