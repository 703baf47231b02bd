package dev.runnerfleet.scaler.decisions;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.scaler.Identifiers;
import dev.runnerfleet.scaler.core.Decision;
import dev.runnerfleet.scaler.core.Pool;
import dev.runnerfleet.scaler.core.ScalingPolicy;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.queue.Queue;
import dev.runnerfleet.scaler.fleet.RunnerStore;
import dev.runnerfleet.scaler.pools.Held;
import dev.runnerfleet.scaler.pools.KeptPool;
import dev.runnerfleet.scaler.pools.PoolStore;
import dev.runnerfleet.scaler.queue.JobStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Decides about pools within the caller's transaction. Each pool's row is locked until the commit,
 * so however many replicas there are, each decision sees what the one before it ordered.
 */
@ApplicationScoped
public class Decider {

  private final PoolStore pools;
  private final JobStore jobs;
  private final RunnerStore runners;
  private final Execution execution;
  private final Identifiers identifiers;
  private final Clock clock;

  Decider(
      PoolStore pools,
      JobStore jobs,
      RunnerStore runners,
      Execution execution,
      Identifiers identifiers,
      Clock clock) {
    this.pools = pools;
    this.jobs = jobs;
    this.runners = runners;
    this.execution = execution;
    this.identifiers = identifiers;
    this.clock = clock;
  }

  /** Decides about those of the pools that exist, and carries it out. */
  public Uni<List<Decided>> decide(Collection<PoolName> names, Outgoing out) {
    if (names.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return pools
        .lock(names)
        .chain(locked -> look(locked).chain(seen -> carryOut(locked, seen, out)));
  }

  /** What would be decided about a pool now; changes nothing. */
  public Uni<Decided> consider(Pool pool) {
    List<PoolName> name = List.of(pool.name());
    return look(name).map(seen -> decide(pool, seen, clock.instant()));
  }

  private Uni<Seen> look(List<KeptPool> locked) {
    return look(locked.stream().map(kept -> kept.pool().name()).toList());
  }

  private Uni<Seen> look(Collection<PoolName> names) {
    return jobs.queues(names)
        .chain(queues -> runners.fleets(names).map(fleets -> new Seen(queues, fleets)));
  }

  private Uni<List<Decided>> carryOut(List<KeptPool> locked, Seen seen, Outgoing out) {
    Instant now = clock.instant();
    List<Decided> all = new ArrayList<>();
    Uni<Void> done = Uni.createFrom().voidItem();
    for (KeptPool kept : locked) {
      Decided decided = decide(kept.pool(), seen, now);
      all.add(decided);
      done = done.chain(() -> carryOut(kept, decided, out));
    }
    return done.replaceWith(all);
  }

  private Uni<Void> carryOut(KeptPool kept, Decided decided, Outgoing out) {
    if (kept.pool().closed() && decided.fleet().size() == 0) {
      return pools.remove(kept.pool().name(), out);
    }
    Held held = kept.held().now(decided.decision().held(), decided.at());
    boolean heldAnew = !held.equals(kept.held());
    if (!decided.decision().acts() && !heldAnew) {
      return Uni.createFrom().voidItem();
    }
    Uni<Void> noted = heldAnew ? pools.note(kept.pool().name(), held) : Uni.createFrom().voidItem();
    return noted.chain(() -> execution.carryOut(decided, out));
  }

  private Decided decide(Pool pool, Seen seen, Instant now) {
    Queue queue = seen.queues().getOrDefault(pool.name(), Queue.EMPTY);
    Fleet fleet = seen.fleets().getOrDefault(pool.name(), Fleet.EMPTY);
    Decision decision = ScalingPolicy.decide(queue, fleet, pool, now);
    DecisionId id = identifiers.decision();
    List<RunnerId> launched = new ArrayList<>();
    for (int i = 0; i < decision.launched(); i++) {
      launched.add(identifiers.runner());
    }
    return new Decided(id, now, pool, queue, fleet, decision, launched);
  }

  private record Seen(Map<PoolName, Queue> queues, Map<PoolName, Fleet> fleets) {}
}
