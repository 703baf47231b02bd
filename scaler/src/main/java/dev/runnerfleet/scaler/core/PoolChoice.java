package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.PoolName;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** Which pool a job belongs to. */
public final class PoolChoice {

  private PoolChoice() {}

  /**
   * Of the pools that take such jobs the first by name, those that serve now before those that do
   * not: a paused pool keeps a job only where no other takes it.
   */
  public static Optional<PoolName> of(
      Set<String> tags, boolean refProtected, Collection<Pool> pools, Instant now) {
    return pools.stream()
        .filter(pool -> !pool.closed() && pool.spec().match().takes(tags, refProtected))
        .min(
            Comparator.comparing((Pool pool) -> !pool.serves(now))
                .thenComparing(pool -> pool.name().value()))
        .map(Pool::name);
  }
}
