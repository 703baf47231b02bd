package dev.runnerfleet.scaler.core.pool;

import dev.runnerfleet.contracts.PoolName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which queued jobs change their pool: those whose own went, changed, was paused or cannot launch,
 * and as many as their own has no room for where another has.
 */
public final class Reassignment {

  private Reassignment() {}

  /**
   * Queued jobs that are alike.
   *
   * @param pool the one that they are with; none where no pool took them so far
   */
  public record Kind(Set<String> tags, boolean refProtected, @Nullable PoolName pool, int jobs) {
    public Kind {
      tags = Set.copyOf(tags);
    }
  }

  /**
   * Jobs that change their pool.
   *
   * @param to none where no pool takes them any more
   */
  public record Move(Kind kind, @Nullable PoolName to, int most) {}

  /**
   * The moves.
   *
   * @param held how many jobs of which pool wait for what another pool may have
   */
  public static List<Move> of(
      Collection<Kind> kinds, Collection<Pool> pools, Map<PoolName, Integer> held, Instant now) {
    Map<PoolName, Integer> left = new HashMap<>(held);
    List<Move> moves = new ArrayList<>();
    for (Kind kind : kinds) {
      PoolName current = kind.pool();
      PoolName pool =
          PoolChoice.again(
                  current,
                  kind.tags(),
                  kind.refProtected(),
                  pools,
                  p -> held.containsKey(p.name()),
                  now)
              .orElse(null);
      int most = kind.jobs();
      if (Objects.equals(pool, current) && current != null && left.containsKey(current)) {
        pool = elsewhere(kind, pools, held, now).orElse(current);
        most = Math.min(most, left.getOrDefault(current, 0));
      }
      if (!Objects.equals(pool, current) && most > 0) {
        int jobsToMove = most;
        if (current != null) {
          left.computeIfPresent(current, (same, count) -> count - jobsToMove);
        }
        moves.add(new Move(kind, pool, jobsToMove));
      }
    }
    return moves;
  }

  /** Another pool that serves such jobs and has room. */
  private static Optional<PoolName> elsewhere(
      Kind kind, Collection<Pool> pools, Map<PoolName, Integer> held, Instant now) {
    List<Pool> free =
        pools.stream().filter(pool -> !held.containsKey(pool.name()) && pool.serves(now)).toList();
    return PoolChoice.of(kind.tags(), kind.refProtected(), free, p -> false, now);
  }
}
