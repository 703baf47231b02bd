package dev.runnerfleet.scaler.decisions;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.scaler.Identifiers;
import dev.runnerfleet.scaler.core.ScalingPolicy;
import dev.runnerfleet.scaler.core.WholeFleet;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.queue.Job;
import dev.runnerfleet.scaler.core.queue.Queue;
import dev.runnerfleet.scaler.pools.Held;
import dev.runnerfleet.scaler.pools.KeptPool;
import dev.runnerfleet.scaler.pools.PoolStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Decides about pools within the caller's transaction. Each pool's row is locked until the commit,
 * so however many replicas there are, each decision sees what the one before it ordered.
 */
@ApplicationScoped
public class Decider {

  private final PoolStore pools;
  private final Sight sight;
  private final Execution execution;
  private final Identifiers identifiers;
  private final Clock clock;

  Decider(PoolStore pools, Sight sight, Execution execution, Identifiers identifiers, Clock clock) {
    this.pools = pools;
    this.sight = sight;
    this.execution = execution;
    this.identifiers = identifiers;
    this.clock = clock;
  }

  /** Decides about those of the pools that exist, and carries it out. */
  public Uni<List<Decided>> decide(Collection<PoolName> names, Outgoing out) {
    return decide(names, Map.of(), out);
  }

  /**
   * The same where jobs came.
   *
   * @param arrivals by pool, those that this transaction takes in: as nobody else ever does, each
   *     is new to one decision only
   */
  public Uni<List<Decided>> decide(
      Collection<PoolName> names, Map<PoolName, List<Job>> arrivals, Outgoing out) {
    if (names.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return pools
        .lock(names)
        .chain(
            locked ->
                sight
                    .look(pools(locked), clock.instant())
                    .chain(seen -> carryOut(locked, decideAll(locked, seen.with(arrivals)), out)));
  }

  /** What would be decided about a pool now; changes nothing. */
  public Uni<Decided> consider(Pool pool) {
    return sight
        .glance(List.of(pool), clock.instant())
        .map(seen -> decide(pool, seen, seen.whole(), clock.instant()));
  }

  /** What would be decided about each of the pools now; changes nothing and waits for nobody. */
  public Uni<List<Decided>> consider(List<KeptPool> all) {
    return sight.glance(pools(all), clock.instant()).map(seen -> decideAll(all, seen));
  }

  /** Whether a decision would do anything if it were carried out. */
  static boolean changes(KeptPool kept, Decided decided) {
    return decided.decision().acts()
        || (kept.pool().closed() && decided.fleet().size() == 0)
        || !held(kept, decided).equals(kept.held());
  }

  private List<Decided> decideAll(List<KeptPool> all, Sight.Seen seen) {
    Instant now = clock.instant();
    WholeFleet whole = seen.whole();
    List<Decided> decided = new ArrayList<>();
    for (KeptPool kept : all) {
      Decided next = decide(kept.pool(), seen, whole, now);
      decided.add(next);
      whole = whole.after(next.decision(), next.fleet());
    }
    return decided;
  }

  private Uni<List<Decided>> carryOut(List<KeptPool> locked, List<Decided> all, Outgoing out) {
    return InTurn.each(
            IntStream.range(0, all.size()).boxed().toList(),
            i -> carryOut(locked.get(i), all.get(i), out))
        .replaceWith(all);
  }

  private Uni<Void> carryOut(KeptPool kept, Decided decided, Outgoing out) {
    if (kept.pool().closed() && decided.fleet().size() == 0) {
      return pools.remove(kept.pool().name(), out);
    }
    if (!changes(kept, decided)) {
      return Uni.createFrom().voidItem();
    }
    Held held = held(kept, decided);
    Uni<Void> noted =
        held.equals(kept.held())
            ? Uni.createFrom().voidItem()
            : pools.note(kept.pool().name(), held);
    return noted.chain(() -> execution.carryOut(decided, out));
  }

  private static Held held(KeptPool kept, Decided decided) {
    return kept.held().now(decided.decision().holds(), decided.at());
  }

  private Decided decide(Pool pool, Sight.Seen seen, WholeFleet whole, Instant now) {
    Queue queue = seen.queue(pool);
    Fleet fleet = seen.fleet(pool);
    Decision decision = ScalingPolicy.decide(queue, fleet, pool, seen.spending(pool), whole, now);
    DecisionId id = identifiers.decision();
    List<RunnerId> launched = new ArrayList<>();
    for (int i = 0; i < decision.launched(); i++) {
      launched.add(identifiers.runner());
    }
    return new Decided(id, now, pool, queue, fleet, decision, launched);
  }

  private static List<Pool> pools(List<KeptPool> all) {
    return all.stream().map(KeptPool::pool).toList();
  }
}
