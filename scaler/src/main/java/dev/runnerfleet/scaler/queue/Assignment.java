package dev.runnerfleet.scaler.queue;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.pool.Reassignment;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    Map<Reassignment.Kind, JobStore.Kind> rows = new LinkedHashMap<>();
    kinds.forEach(kind -> rows.put(kind(kind), kind));
    List<Move> moves = new ArrayList<>();
    for (Reassignment.Move move : Reassignment.of(rows.keySet(), pools, held, now)) {
      JobStore.Kind row = rows.get(move.kind());
      if (row != null) {
        moves.add(new Move(row, move.to(), move.most()));
      }
    }
    return moves;
  }

  private static Reassignment.Kind kind(JobStore.Kind row) {
    return new Reassignment.Kind(
        Tags.read(row.tags()),
        row.refProtected(),
        row.pool() == null ? null : new PoolName(row.pool()),
        row.jobs());
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
