package dev.runnerfleet.scaler.decisions;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.scaler.core.decision.Decision.Hold;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.pools.KeptPool;
import dev.runnerfleet.scaler.pools.PoolStore;
import dev.runnerfleet.scaler.queue.Assignment;
import dev.runnerfleet.scaler.queue.JobStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One decision about every pool. All are considered together without a lock, which takes as many
 * queries as one would; only about those where something would come of it is decided again, each
 * under its own lock.
 */
@ApplicationScoped
class Round {

  private final Outbox outbox;
  private final PoolStore pools;
  private final JobStore jobs;
  private final Assignment assignment;
  private final Decider decider;
  private final DecisionMetrics metrics;

  Round(
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

  Uni<Void> decide() {
    long began = System.nanoTime();
    return consider()
        .chain(
            first ->
                Panache.withTransaction(() -> assignment.renew(pools(first), held(first)))
                    .chain(moved -> moved == 0 ? Uni.createFrom().item(first) : consider()))
        .call(considered -> act(considered))
        .chain(
            considered ->
                Panache.withSession(jobs::withoutPool)
                    .invoke(metrics::withoutPool)
                    .replaceWith(considered))
        .invoke(considered -> metrics.only(names(considered)))
        .invoke(() -> metrics.round(Duration.ofNanos(System.nanoTime() - began)))
        .replaceWithVoid();
  }

  private Uni<List<Considered>> consider() {
    return Panache.withSession(
        () -> pools.all().chain(all -> decider.consider(all).map(each -> zip(all, each))));
  }

  private Uni<Void> act(List<Considered> all) {
    List<Considered> due = new ArrayList<>();
    for (Considered each : all) {
      metrics.looked(each.decided());
      if (Decider.changes(each.kept(), each.decided())) {
        due.add(each);
      } else {
        metrics.decided(List.of(each.decided()));
      }
    }
    return InTurn.each(due, each -> act(each.kept().pool().name()));
  }

  private Uni<List<Decided>> act(PoolName pool) {
    return outbox.commit(out -> decider.decide(Set.of(pool), out)).invoke(metrics::decided);
  }

  /** How many jobs of which pool wait for what another pool may have. */
  private static Map<PoolName, Integer> held(List<Considered> all) {
    Map<PoolName, Integer> held = new HashMap<>();
    for (Considered each : all) {
      for (Hold hold : each.decided().decision().holds()) {
        if (hold.jobs() > 0 && hold.reason().overflows()) {
          held.merge(each.kept().pool().name(), hold.jobs(), Integer::sum);
        }
      }
    }
    return held;
  }

  private static List<Considered> zip(List<KeptPool> kept, List<Decided> decided) {
    List<Considered> all = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      all.add(new Considered(kept.get(i), decided.get(i)));
    }
    return all;
  }

  private static List<Pool> pools(List<Considered> all) {
    return all.stream().map(each -> each.kept().pool()).toList();
  }

  private static List<String> names(List<Considered> all) {
    return all.stream().map(each -> each.kept().pool().name().value()).toList();
  }

  private record Considered(KeptPool kept, Decided decided) {}
}
