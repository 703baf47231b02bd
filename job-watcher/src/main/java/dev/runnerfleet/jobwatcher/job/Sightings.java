package dev.runnerfleet.jobwatcher.job;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.demand.JobQueued;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.jobwatcher.WatcherMetrics;
import dev.runnerfleet.jobwatcher.WatcherMetrics.Source;
import dev.runnerfleet.jobwatcher.core.Job;
import dev.runnerfleet.jobwatcher.core.JobTracking;
import dev.runnerfleet.jobwatcher.core.KnownJob;
import dev.runnerfleet.jobwatcher.core.Observation;
import dev.runnerfleet.jobwatcher.core.Requirements;
import dev.runnerfleet.jobwatcher.core.Stage;
import dev.runnerfleet.jobwatcher.core.Status.Pending;
import dev.runnerfleet.jobwatcher.core.Tracked;
import dev.runnerfleet.jobwatcher.core.Tracked.Change;
import dev.runnerfleet.jobwatcher.memory.RequirementsMemory;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what was seen of jobs, and sends what follows from it, within its caller's
 * transaction. Two replicas that see an unknown job at once collide on its id: one transaction
 * fails and has to be run again.
 */
@ApplicationScoped
public class Sightings {

  private final JobStore jobs;
  private final RequirementsMemory memory;
  private final WatcherMetrics metrics;
  private final Clock clock;

  Sightings(JobStore jobs, RequirementsMemory memory, WatcherMetrics metrics, Clock clock) {
    this.jobs = jobs;
    this.memory = memory;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Takes the observations down in their order; memory says what a queued job needs. */
  public Uni<List<Tracked>> record(Collection<Observation> seen, Outgoing out) {
    Set<JobId> ids = seen.stream().map(each -> each.job().id()).collect(Collectors.toSet());
    return jobs.lock(ids).chain(locked -> record(seen, locked, out));
  }

  /** Counts what was committed. */
  public void committed(Collection<Tracked> all, Source source) {
    Instant now = clock.instant();
    for (Tracked tracked : all) {
      tracked.events().forEach(metrics::told);
      if (tracked.change() == Change.STALE) {
        metrics.stale();
      }
      if (tracked.change() == Change.ADVANCED
          && tracked.job().status() instanceof Pending pending) {
        metrics.queuedToSeen(pending.at(), tracked.job().seenAt());
      }
      if (tracked.change() == Change.CORRECTED) {
        metrics.rememberedWrong();
        continue;
      }
      for (DemandEvent event : tracked.events()) {
        if (event instanceof JobQueued queued) {
          metrics.queuedToTold(source, queued.at(), now);
        }
      }
    }
  }

  private Uni<List<Tracked>> record(Collection<Observation> seen, LockedJobs locked, Outgoing out) {
    Map<JobId, KnownJob> known = locked.known();
    Instant now = clock.instant();
    return remembering(seen, known)
        .map(whole -> track(whole, known, now))
        .call(tracked -> locked.save(changed(tracked)))
        .invoke(tracked -> send(tracked, out));
  }

  private Uni<List<Observation>> remembering(
      Collection<Observation> seen, Map<JobId, KnownJob> known) {
    Map<JobId, Job> wanting =
        seen.stream()
            .filter(each -> isWanting(each, known.get(each.job().id())))
            .map(Observation::job)
            .collect(Collectors.toMap(Job::id, job -> job, (one, same) -> one));
    return memory
        .recall(wanting.values())
        .invoke(found -> wanting.keySet().forEach(id -> metrics.remembered(found.containsKey(id))))
        .map(
            found ->
                seen.stream()
                    .map(
                        each -> {
                          Requirements needed = found.get(each.job().id());
                          boolean gap =
                              each.requirements() == null && each.status().stage() == Stage.PENDING;
                          return gap && needed != null ? each.remembering(needed) : each;
                        })
                    .toList());
  }

  private static boolean isWanting(Observation seen, @Nullable KnownJob known) {
    return seen.status().stage() == Stage.PENDING
        && seen.requirements() == null
        && (known == null || known.stage() == Stage.CREATED || known.lacksRequirements());
  }

  private static List<Tracked> track(
      Collection<Observation> seen, Map<JobId, KnownJob> known, Instant now) {
    Map<JobId, KnownJob> current = new HashMap<>(known);
    List<Tracked> tracked = new ArrayList<>();
    for (Observation each : seen) {
      Tracked next = JobTracking.observe(current.get(each.job().id()), each, now);
      current.put(each.job().id(), next.job());
      tracked.add(next);
    }
    return tracked;
  }

  private static Collection<KnownJob> changed(List<Tracked> tracked) {
    Map<JobId, KnownJob> last = new HashMap<>();
    tracked.stream()
        .filter(Tracked::isNews)
        .forEach(each -> last.put(each.job().job().id(), each.job()));
    return last.values();
  }

  private static void send(List<Tracked> tracked, Outgoing out) {
    for (Tracked each : tracked) {
      each.events().forEach(event -> out.send(Topic.DEMAND_EVENTS, event));
    }
  }
}
