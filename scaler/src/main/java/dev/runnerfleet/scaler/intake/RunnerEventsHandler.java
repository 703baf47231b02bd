package dev.runnerfleet.scaler.intake;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.delivery.Inbox;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.scaler.ScalerMetrics;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.decisions.Decided;
import dev.runnerfleet.scaler.decisions.Decider;
import dev.runnerfleet.scaler.decisions.DecisionMetrics;
import dev.runnerfleet.scaler.fleet.RunnerProgress;
import dev.runnerfleet.scaler.fleet.RunnerStore;
import dev.runnerfleet.scaler.pools.KeptPool;
import dev.runnerfleet.scaler.pools.PoolStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
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
  private final DecisionMetrics decisionMetrics;

  RunnerEventsHandler(
      Inbox inbox,
      Outbox outbox,
      RunnerStore runners,
      PoolStore pools,
      Decider decider,
      ScalerMetrics metrics,
      DecisionMetrics decisionMetrics) {
    this.inbox = inbox;
    this.outbox = outbox;
    this.runners = runners;
    this.pools = pools;
    this.decider = decider;
    this.metrics = metrics;
    this.decisionMetrics = decisionMetrics;
  }

  @Incoming("runner-events")
  Uni<Void> on(ConsumerRecords<String, String> records) {
    return inbox.deliver(Topic.RUNNER_EVENTS, records, this::apply);
  }

  Uni<Void> apply(List<RunnerEvent> events) {
    return outbox
        .commit(out -> apply(events, out))
        .invoke(decisionMetrics::decided)
        .replaceWithVoid();
  }

  private Uni<List<Decided>> apply(List<RunnerEvent> events, Outgoing out) {
    Set<RunnerId> ids = RunnerProgress.runners(events);
    return runners
        .poolsOf(ids)
        .map(
            names -> {
              Set<PoolName> all = new HashSet<>(names);
              all.addAll(RunnerProgress.pools(events));
              return all;
            })
        .chain(
            names ->
                pools
                    .lock(names)
                    .chain(locked -> advance(events, ids, locked))
                    .chain(() -> decider.decide(names, out)));
  }

  private Uni<Void> advance(List<RunnerEvent> events, Set<RunnerId> ids, List<KeptPool> locked) {
    Map<PoolName, Pool> before = new HashMap<>();
    locked.forEach(kept -> before.put(kept.pool().name(), kept.pool()));
    return runners
        .known(ids)
        .map(known -> RunnerProgress.of(events, known, before))
        .invoke(progress -> metrics.stale("runner-events", progress.stale()))
        .call(progress -> runners.save(progress.changed()))
        .chain(progress -> note(progress.pools(), before));
  }

  private Uni<Void> note(Map<PoolName, Pool> after, Map<PoolName, Pool> before) {
    List<Pool> changed =
        after.values().stream().filter(pool -> !pool.equals(before.get(pool.name()))).toList();
    return InTurn.each(changed, pools::note);
  }
}
