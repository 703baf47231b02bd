package dev.runnerfleet.scaler.core.queue;

import dev.runnerfleet.contracts.pool.Market.Spot;
import dev.runnerfleet.contracts.pool.Match;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.runner.Offering.Market;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a job asks for by tags that no pool lists. A machine's GitLab runner has, beside its pool's
 * tags, {@code computetype-spot} or {@code computetype-ondemand} by how the machine was bought and
 * {@code glexecutor-} with its executor; a job that carries one runs only there.
 */
public final class Asked {

  private static final String SPOT = "computetype-spot";
  private static final String ON_DEMAND = "computetype-ondemand";
  private static final String EXECUTOR = "glexecutor-";

  private Asked() {}

  /** The only market that will do for a job with these tags; null where any will. */
  public static @Nullable Market market(Set<String> tags) {
    if (tags.contains(SPOT)) {
      return Market.SPOT;
    }
    return tags.contains(ON_DEMAND) ? Market.ON_DEMAND : null;
  }

  /** Whether some machine of the pool is one that GitLab would give such a job to. */
  public static boolean canBeGivenBy(PoolSpec pool, Set<String> tags, boolean refProtected) {
    return Arrays.stream(Market.values())
        .filter(market -> gives(pool, market))
        .anyMatch(market -> ofMachine(pool, market).takes(tags, refProtected));
  }

  /** Whether the pool may buy machines so. */
  public static boolean gives(PoolSpec pool, Market market) {
    return switch (market) {
      case SPOT -> pool.market().spot() != Spot.NEVER;
      case ON_DEMAND ->
          pool.market().spot() == Spot.NEVER
              || pool.market().onDemandFallback()
              || pool.market().onDemandBase() > 0;
    };
  }

  private static Match ofMachine(PoolSpec pool, Market market) {
    Set<String> tags = new HashSet<>(pool.match().tags());
    tags.add(
        switch (market) {
          case SPOT -> SPOT;
          case ON_DEMAND -> ON_DEMAND;
        });
    String executor = pool.machine().executor().name().toLowerCase(Locale.ROOT).replace('_', '-');
    tags.add(EXECUTOR + executor);
    return new Match(tags, pool.match().runUntagged(), pool.match().protectedOnly());
  }
}
