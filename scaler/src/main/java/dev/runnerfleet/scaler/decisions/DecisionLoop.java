package dev.runnerfleet.scaler.decisions;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.scaler.core.Pool;
import dev.runnerfleet.scaler.pools.KeptPool;
import dev.runnerfleet.scaler.pools.PoolStore;
import dev.runnerfleet.scaler.queue.Assignment;
import dev.runnerfleet.scaler.queue.JobStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Decides about every pool every few seconds: what only time brings about, such as idle times,
 * schedules and the end of a back-off.
 */
@ApplicationScoped
class DecisionLoop {

  private static final Logger LOG = Logger.getLogger(DecisionLoop.class);

  private final Outbox outbox;
  private final PoolStore pools;
  private final JobStore jobs;
  private final Assignment assignment;
  private final Decider decider;
  private final DecisionMetrics metrics;

  DecisionLoop(
      Outbox outbox,
      PoolStore pools,
      JobStore jobs,
      Assignment assignment,
      Decider decider,
      DecisionMetrics metrics) {
    this.outbox = outbox;
    this.pools = pools;
    this.jobs = jobs;
    this.assignment = assignment;
    this.decider = decider;
    this.metrics = metrics;
  }

  @Scheduled(
      every = "${runnerfleet.decision-interval:2s}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> round() {
    return Panache.withSession(pools::all)
        .map(all -> all.stream().map(KeptPool::pool).toList())
        .call(all -> Panache.withTransaction(() -> assignment.renew(all)))
        .call(this::decide)
        .chain(all -> Panache.withSession(jobs::withoutPool).invoke(n -> observe(all, n)))
        .replaceWithVoid()
        .onFailure()
        .invoke(failure -> LOG.warnf("Pools not decided on reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> decide(List<Pool> all) {
    return Multi.createFrom()
        .iterable(all)
        .onItem()
        .transformToUniAndConcatenate(pool -> decide(pool.name()))
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<List<Decided>> decide(PoolName pool) {
    return outbox.commit(out -> decider.decide(Set.of(pool), out)).invoke(metrics::decided);
  }

  private void observe(List<Pool> all, long withoutPool) {
    metrics.only(all.stream().map(pool -> pool.name().value()).toList());
    metrics.withoutPool(withoutPool);
  }
}
