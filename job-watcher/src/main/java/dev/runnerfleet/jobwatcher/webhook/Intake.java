package dev.runnerfleet.jobwatcher.webhook;

import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.jobwatcher.core.KnownJob;
import dev.runnerfleet.jobwatcher.core.Observation;
import dev.runnerfleet.jobwatcher.core.Requirements;
import dev.runnerfleet.jobwatcher.core.Tracked;
import dev.runnerfleet.jobwatcher.job.Collision;
import dev.runnerfleet.jobwatcher.job.Sightings;
import dev.runnerfleet.jobwatcher.memory.Lookup;
import dev.runnerfleet.jobwatcher.memory.RequirementsMemory;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a job's webhook in: one transaction for the idempotency key, the job and its event. Where
 * memory does not know what a queued job needs, GitLab is asked after that commit, and the event
 * follows in a second one; should anything fail between the two, polling tells of the job.
 */
@ApplicationScoped
class Intake {

  private final Outbox outbox;
  private final DeliveryStore deliveries;
  private final Sightings sightings;
  private final RequirementsMemory memory;
  private final Lookup lookup;

  Intake(
      Outbox outbox,
      DeliveryStore deliveries,
      Sightings sightings,
      RequirementsMemory memory,
      Lookup lookup) {
    this.outbox = outbox;
    this.deliveries = deliveries;
    this.sightings = sightings;
    this.memory = memory;
    this.lookup = lookup;
  }

  /** What became of it, once what follows from it is in Kafka; nothing for a repeated key. */
  Uni<Optional<Tracked>> take(Observation seen, Optional<String> key) {
    return outbox
        .commitAndPublish(out -> once(seen, key, out))
        .onFailure(Collision::is)
        .retry()
        .atMost(Collision.RETRIES)
        .invoke(taken -> sightings.committed(taken.stream().toList()))
        .call(taken -> taken.isPresent() ? tellLater(taken.get()) : Uni.createFrom().voidItem());
  }

  private Uni<Optional<Tracked>> once(Observation seen, Optional<String> key, Outgoing out) {
    return deliveries
        .isFirst(key)
        .chain(
            first ->
                first
                    ? sightings
                        .record(List.of(seen), out)
                        .map(tracked -> Optional.of(tracked.getFirst()))
                    : Uni.createFrom().item(Optional.empty()));
  }

  private Uni<Void> tellLater(Tracked taken) {
    return taken.job().lacksRequirements()
        ? lookup
            .ask(taken.job().job())
            .chain(found -> found.map(needed -> tell(taken.job(), needed)).orElseGet(Intake::done))
        : done();
  }

  private Uni<Void> tell(KnownJob queued, Requirements needed) {
    Observation whole = new Observation(queued.job(), queued.status()).needing(needed);
    return outbox
        .commitAndPublish(
            out -> sightings.record(List.of(whole), out).call(() -> learn(queued, needed)))
        .onFailure(Collision::is)
        .retry()
        .atMost(Collision.RETRIES)
        .invoke(sightings::committed)
        .replaceWithVoid();
  }

  private Uni<Void> learn(KnownJob queued, Requirements needed) {
    var job = queued.job();
    return memory
        .learnTags(job.project(), Map.of(job.name(), needed.tags()))
        .chain(() -> memory.learnProtection(job.project(), job.ref(), needed.refProtected()));
  }

  private static Uni<Void> done() {
    return Uni.createFrom().voidItem();
  }
}
