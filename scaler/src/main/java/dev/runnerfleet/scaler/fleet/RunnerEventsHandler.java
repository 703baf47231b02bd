package dev.runnerfleet.scaler.fleet;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.Topic;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.OrphanFound;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.delivery.Inbox;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.scaler.ScalerMetrics;
import dev.runnerfleet.scaler.core.LaunchHealth;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.decisions.Decided;
import dev.runnerfleet.scaler.decisions.Decider;
import dev.runnerfleet.scaler.pools.KeptPool;
import dev.runnerfleet.scaler.pools.PoolStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes in what became of machines, and decides at once about their pools. */
@ApplicationScoped
class RunnerEventsHandler {

  private final Inbox inbox;
  private final Outbox outbox;
  private final RunnerStore runners;
  private final PoolStore pools;
  private final Decider decider;
  private final ScalerMetrics metrics;

  RunnerEventsHandler(
      Inbox inbox,
      Outbox outbox,
      RunnerStore runners,
      PoolStore pools,
      Decider decider,
      ScalerMetrics metrics) {
    this.inbox = inbox;
    this.outbox = outbox;
    this.runners = runners;
    this.pools = pools;
    this.decider = decider;
    this.metrics = metrics;
  }

  @Incoming("runner-events")
  Uni<Void> on(ConsumerRecords<String, String> records) {
    return inbox.deliver(Topic.RUNNER_EVENTS, records, this::apply);
  }

  Uni<Void> apply(List<RunnerEvent> events) {
    return outbox.commit(out -> apply(events, out)).invoke(metrics::decided).replaceWithVoid();
  }

  private Uni<List<Decided>> apply(List<RunnerEvent> events, Outgoing out) {
    Set<RunnerId> ids = new LinkedHashSet<>();
    for (RunnerEvent event : events) {
      if (!(event instanceof OrphanFound)) {
        ids.add(new RunnerId(event.key()));
      }
    }
    return runners
        .poolsOf(ids)
        .chain(
            names ->
                pools
                    .lock(names)
                    .chain(locked -> runners.known(ids).chain(known -> move(events, known, locked)))
                    .chain(() -> decider.decide(names, out)));
  }

  private Uni<Void> move(
      List<RunnerEvent> events, Map<RunnerId, Runner> known, List<KeptPool> locked) {
    Map<PoolName, LaunchHealth> health = new HashMap<>();
    locked.forEach(kept -> health.put(kept.pool().name(), kept.pool().launches()));
    Map<RunnerId, Runner> changed = new HashMap<>();
    int stale = 0;
    for (RunnerEvent event : events) {
      Runner before = event instanceof OrphanFound ? null : known.get(new RunnerId(event.key()));
      Runner after = before == null ? null : before.after(event);
      if (before == null || after == null || after.equals(before)) {
        stale++;
        continue;
      }
      known.put(after.id(), after);
      changed.put(after.id(), after);
      if (!after.state().equals(before.state())) {
        health.computeIfPresent(after.pool(), (pool, so) -> after(so, event));
      }
    }
    metrics.stale("runner-events", stale);
    return runners.save(changed).chain(() -> note(health, locked));
  }

  private static LaunchHealth after(LaunchHealth health, RunnerEvent event) {
    if (event instanceof LaunchFailed failed) {
      return health.after(failed);
    }
    return event instanceof RunnerLaunched ? health.afterLaunch() : health;
  }

  private Uni<Void> note(Map<PoolName, LaunchHealth> health, List<KeptPool> locked) {
    Uni<Void> noted = Uni.createFrom().voidItem();
    for (KeptPool kept : locked) {
      LaunchHealth now = health.get(kept.pool().name());
      if (now != null && !now.equals(kept.pool().launches())) {
        noted = noted.chain(() -> pools.note(kept.pool().name(), now));
      }
    }
    return noted;
  }
}
