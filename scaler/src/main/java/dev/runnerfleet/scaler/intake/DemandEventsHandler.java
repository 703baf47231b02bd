package dev.runnerfleet.scaler.intake;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Inbox;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.scaler.ScalerMetrics;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.decisions.Decided;
import dev.runnerfleet.scaler.decisions.Decider;
import dev.runnerfleet.scaler.decisions.DecisionMetrics;
import dev.runnerfleet.scaler.fleet.RunnerStore;
import dev.runnerfleet.scaler.pools.KeptPool;
import dev.runnerfleet.scaler.pools.PoolStore;
import dev.runnerfleet.scaler.queue.JobStore;
import dev.runnerfleet.scaler.queue.KeptJob;
import dev.runnerfleet.scaler.queue.Progress;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Takes in what GitLab's queue does, and decides at once about every pool that it concerns: one
 * transaction from the event to the launch command. Locks are taken in one order everywhere, jobs
 * by id and then pools by name, so that replicas wait for one another but never in a circle.
 */
@ApplicationScoped
class DemandEventsHandler {

  private final Inbox inbox;
  private final Outbox outbox;
  private final JobStore jobs;
  private final PoolStore pools;
  private final RunnerStore runners;
  private final Decider decider;
  private final ScalerMetrics metrics;
  private final DecisionMetrics decisionMetrics;
  private final Clock clock;

  DemandEventsHandler(
      Inbox inbox,
      Outbox outbox,
      JobStore jobs,
      PoolStore pools,
      RunnerStore runners,
      Decider decider,
      ScalerMetrics metrics,
      DecisionMetrics decisionMetrics,
      Clock clock) {
    this.inbox = inbox;
    this.outbox = outbox;
    this.jobs = jobs;
    this.pools = pools;
    this.runners = runners;
    this.decider = decider;
    this.metrics = metrics;
    this.decisionMetrics = decisionMetrics;
    this.clock = clock;
  }

  @Incoming("demand-events")
  Uni<Void> on(ConsumerRecords<String, String> records) {
    return inbox.deliver(Topic.DEMAND_EVENTS, records, this::apply);
  }

  Uni<Void> apply(List<DemandEvent> events) {
    return outbox.commit(out -> apply(events, out)).invoke(this::measure).replaceWithVoid();
  }

  private Uni<Outcome> apply(List<DemandEvent> events, Outgoing out) {
    Set<JobId> ids = new TreeSet<>(Comparator.comparing(JobId::value));
    events.forEach(event -> ids.add(event.job()));
    return jobs.lock(ids)
        .chain(known -> pools.all().map(all -> progress(events, known, all)))
        .call(progress -> jobs.save(progress.after(), progress.before().keySet()))
        .chain(progress -> decide(progress, out));
  }

  private Progress progress(
      List<DemandEvent> events, Map<JobId, KeptJob> known, List<KeptPool> all) {
    Set<PoolName> full = new HashSet<>();
    all.stream().filter(kept -> kept.held().full()).forEach(kept -> full.add(kept.pool().name()));
    List<Pool> pools = all.stream().map(KeptPool::pool).toList();
    return Progress.of(events, known, pools, pool -> full.contains(pool.name()), clock.instant());
  }

  private Uni<Outcome> decide(Progress progress, Outgoing out) {
    return runners
        .byGitLab(progress.runners())
        .chain(
            ours -> {
              Set<PoolName> concerned = new HashSet<>(progress.pools());
              ours.forEach(runner -> concerned.add(runner.pool()));
              return decider
                  .decide(concerned, progress.arrivals(), out)
                  .map(decided -> new Outcome(progress, ours, decided));
            });
  }

  private void measure(Outcome outcome) {
    metrics.stale("demand-events", outcome.progress().stale());
    decisionMetrics.decided(outcome.decided());
    Phases.record(outcome.progress(), outcome.runners(), metrics, clock.instant());
  }

  private record Outcome(Progress progress, List<Runner> runners, List<Decided> decided) {}
}
