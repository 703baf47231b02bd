package dev.runnerfleet.scaler.core.pool;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.scaler.core.queue.Asked;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which pool a job belongs to. */
public final class PoolChoice {

  // A pool that nobody has priced yet goes after those of which it is known what they cost.
  private static final Comparator<Pool> CHEAPEST_FIRST =
      Comparator.comparing((Pool pool) -> pool.pricePerSlot().isEmpty())
          .thenComparing(pool -> pool.pricePerSlot().orElse(Usd.ZERO))
          .thenComparing(pool -> pool.spec().priority(), Comparator.reverseOrder())
          .thenComparing(pool -> pool.name().value());

  private PoolChoice() {}

  /**
   * Where a queued job belongs that is with a pool already: there as long as it can be served, so
   * that it does not wander as prices and limits move.
   */
  public static Optional<PoolName> again(
      @Nullable PoolName current,
      Set<String> tags,
      boolean refProtected,
      Collection<Pool> pools,
      Predicate<Pool> full,
      Instant now) {
    boolean stays =
        pools.stream()
            .anyMatch(
                pool ->
                    pool.name().equals(current)
                        && pool.serves(now)
                        && Asked.canBeGivenBy(pool.spec(), tags, refProtected));
    return stays ? Optional.ofNullable(current) : of(tags, refProtected, pools, full, now);
  }

  /**
   * Of the pools that take such jobs the cheapest by the slot, then the one of the highest
   * priority, then the first by name; those that serve now before those that do not, and among them
   * those with room before those without: a paused pool keeps a job only where no other takes it.
   *
   * @param full those that can order no machine at this time
   */
  public static Optional<PoolName> of(
      Set<String> tags,
      boolean refProtected,
      Collection<Pool> pools,
      Predicate<Pool> full,
      Instant now) {
    return pools.stream()
        .filter(pool -> !pool.closed() && Asked.canBeGivenBy(pool.spec(), tags, refProtected))
        .min(
            Comparator.comparing((Pool pool) -> !pool.serves(now))
                .thenComparing(full::test)
                .thenComparing(CHEAPEST_FIRST))
        .map(Pool::name);
  }
}
