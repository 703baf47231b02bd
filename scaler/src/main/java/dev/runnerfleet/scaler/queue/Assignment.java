package dev.runnerfleet.scaler.queue;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.scaler.core.Pool;
import dev.runnerfleet.scaler.core.PoolChoice;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Moves queued jobs to another pool: when their own went, changed, was paused or cannot launch, and
 * as many as their own has no room for, the youngest first, where another has.
 */
@ApplicationScoped
public class Assignment {

  private static final Logger LOG = Logger.getLogger(Assignment.class);

  private final JobStore jobs;
  private final Clock clock;

  Assignment(JobStore jobs, Clock clock) {
    this.jobs = jobs;
    this.clock = clock;
  }

  /**
   * Within the caller's transaction.
   *
   * @param held how many jobs of which pool wait for what another pool may have
   * @return how many jobs were moved
   */
  public Uni<Integer> renew(Collection<Pool> pools, Map<PoolName, Integer> held) {
    return jobs.kinds().chain(kinds -> renew(kinds, pools, held, clock.instant()));
  }

  private Uni<Integer> renew(
      List<JobStore.Kind> kinds, Collection<Pool> pools, Map<PoolName, Integer> held, Instant now) {
    Map<PoolName, Integer> left = new HashMap<>(held);
    Uni<Integer> moved = Uni.createFrom().item(0);
    for (JobStore.Kind kind : kinds) {
      PoolName current = kind.pool() == null ? null : new PoolName(kind.pool());
      Set<String> tags = Tags.read(kind.tags());
      PoolName pool =
          PoolChoice.again(
                  current, tags, kind.refProtected(), pools, p -> held.containsKey(p.name()), now)
              .orElse(null);
      int most = kind.jobs();
      if (Objects.equals(pool, current) && current != null && left.containsKey(current)) {
        pool = elsewhere(kind, tags, pools, held, now).orElse(current);
        most = Math.min(most, left.getOrDefault(current, 0));
      }
      if (!Objects.equals(pool, current) && most > 0) {
        PoolName next = pool;
        int jobsToMove = most;
        if (current != null) {
          left.computeIfPresent(current, (same, count) -> count - jobsToMove);
        }
        moved = moved.chain(sum -> move(kind, next, jobsToMove, now).map(count -> sum + count));
      }
    }
    return moved;
  }

  /** Another pool that serves such jobs and has room. */
  private static Optional<PoolName> elsewhere(
      JobStore.Kind kind,
      Set<String> tags,
      Collection<Pool> pools,
      Map<PoolName, Integer> held,
      Instant now) {
    List<Pool> free =
        pools.stream().filter(pool -> !held.containsKey(pool.name()) && pool.serves(now)).toList();
    return PoolChoice.of(tags, kind.refProtected(), free, p -> false, now);
  }

  private Uni<Integer> move(JobStore.Kind kind, @Nullable PoolName pool, int most, Instant now) {
    return jobs.assign(kind, pool, most, now)
        .invoke(
            moved ->
                LOG.infof(
                    "Jobs moved to another pool jobs=%d from=%s pool=%s",
                    moved, kind.pool(), pool));
  }
}
