package dev.runnerfleet.scaler.queue;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.pool.PoolChoice;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
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
    Instant now = clock.instant();
    return jobs.kinds().chain(kinds -> move(moves(kinds, pools, held, now), now));
  }

  private static List<Move> moves(
      List<JobStore.Kind> kinds, Collection<Pool> pools, Map<PoolName, Integer> held, Instant now) {
    Map<PoolName, Integer> left = new HashMap<>(held);
    List<Move> moves = new ArrayList<>();
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
      JobStore.Kind kind,
      Set<String> tags,
      Collection<Pool> pools,
      Map<PoolName, Integer> held,
      Instant now) {
    List<Pool> free =
        pools.stream().filter(pool -> !held.containsKey(pool.name()) && pool.serves(now)).toList();
    return PoolChoice.of(tags, kind.refProtected(), free, p -> false, now);
  }

  private Uni<Integer> move(List<Move> moves, Instant now) {
    AtomicInteger moved = new AtomicInteger();
    return InTurn.each(
            moves, move -> jobs.assign(move, now).invoke(jobs -> note(move, jobs, moved)))
        .map(done -> moved.get());
  }

  private static void note(Move move, int jobs, AtomicInteger moved) {
    moved.addAndGet(jobs);
    LOG.infof(
        "Jobs moved to another pool jobs=%d from=%s pool=%s", jobs, move.kind().pool(), move.to());
  }

  /**
   * Jobs that change their pool.
   *
   * @param to none where no pool takes them any more
   */
  record Move(JobStore.Kind kind, @Nullable PoolName to, int most) {}
}
