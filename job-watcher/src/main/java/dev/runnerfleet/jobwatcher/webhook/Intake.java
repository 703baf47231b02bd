package dev.runnerfleet.jobwatcher.webhook;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Outbox.Publishing;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.jobwatcher.WatcherMetrics.Source;
import dev.runnerfleet.jobwatcher.core.KnownJob;
import dev.runnerfleet.jobwatcher.core.Observation;
import dev.runnerfleet.jobwatcher.core.Requirements;
import dev.runnerfleet.jobwatcher.core.Tracked;
import dev.runnerfleet.jobwatcher.gathering.Gathering;
import dev.runnerfleet.jobwatcher.job.Collision;
import dev.runnerfleet.jobwatcher.job.Sightings;
import dev.runnerfleet.jobwatcher.memory.Lookup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes webhooks of jobs and pipelines in: one transaction for the idempotency keys, the jobs and
 * their events, of one webhook or of all that came while the transaction before was under way.
 * Where memory does not know what a queued job needs, GitLab is asked after that commit, and the
 * event follows in a second one; should anything fail between the two, polling tells of the job.
 */
@ApplicationScoped
class Intake {

  /** Bounds a transaction. */
  private static final int AT_ONCE = 200;

  private final Outbox outbox;
  private final DeliveryStore deliveries;
  private final Sightings sightings;
  private final Lookup lookup;
  private final Gathering<Delivery, Taken> first;
  private final Gathering<Observation, Publishing<Tracked>> second;

  Intake(
      Outbox outbox,
      DeliveryStore deliveries,
      Sightings sightings,
      Lookup lookup,
      Background background) {
    this.outbox = outbox;
    this.deliveries = deliveries;
    this.sightings = sightings;
    this.lookup = lookup;
    this.first = new Gathering<>("webhooks", background, AT_ONCE, this::commit);
    this.second = new Gathering<>("looked up", background, AT_ONCE, this::commitWhole);
  }

  /** What became of its jobs, once what follows from it is in Kafka; none for a repeated key. */
  Uni<List<Tracked>> take(Delivery delivery) {
    if (outbox.isAway()) {
      return Uni.createFrom().failure(new KafkaAwayException());
    }
    return first
        .add(delivery)
        .call(taken -> taken.published().done())
        .map(Taken::tracked)
        .invoke(tracked -> sightings.committed(tracked, Source.WEBHOOK))
        .call(this::tellLater);
  }

  private Uni<List<Taken>> commit(List<Delivery> all) {
    return outbox
        .commitThenPublish(out -> once(all, out))
        .onFailure(Collision::is)
        .retry()
        .atMost(Collision.RETRIES)
        .map(done -> done.result().stream().map(each -> new Taken(each, done)).toList());
  }

  /** What became of each, in their order; a key that came before, or twice here, counts once. */
  private Uni<List<List<Tracked>>> once(List<Delivery> all, Outgoing out) {
    Set<String> keys =
        all.stream().flatMap(each -> each.key().stream()).collect(Collectors.toSet());
    return deliveries
        .firsts(keys)
        .chain(
            firsts -> {
              List<List<Observation>> counting = counting(all, firsts);
              return sightings
                  .record(counting.stream().flatMap(List::stream).toList(), out)
                  .map(tracked -> inOrder(counting, tracked))
                  .invoke(taken -> out.awaitEarlier(Topic.DEMAND_EVENTS, notNew(all, taken)));
            });
  }

  /**
   * The keys of jobs of which a webhook tells nothing new: what was told of them before may not be
   * in Kafka yet, and an answer of 200 says that it is.
   */
  private static Set<String> notNew(List<Delivery> all, List<List<Tracked>> taken) {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < all.size(); i++) {
      Set<JobId> news =
          taken.get(i).stream()
              .filter(Tracked::isNews)
              .map(tracked -> tracked.job().job().id())
              .collect(Collectors.toSet());
      all.get(i).seen().stream()
          .map(seen -> seen.job().id())
          .filter(id -> !news.contains(id))
          .forEach(id -> keys.add(id.toString()));
    }
    return keys;
  }

  /** What each tells that counts. */
  private static List<List<Observation>> counting(List<Delivery> all, Set<String> firsts) {
    Set<String> left = new HashSet<>(firsts);
    return all.stream()
        .map(
            each ->
                each.key().map(left::remove).orElse(true) ? each.seen() : List.<Observation>of())
        .toList();
  }

  private static List<List<Tracked>> inOrder(
      List<List<Observation>> counting, List<Tracked> tracked) {
    Iterator<Tracked> next = tracked.iterator();
    return counting.stream().map(seen -> seen.stream().map(each -> next.next()).toList()).toList();
  }

  private Uni<Void> tellLater(List<Tracked> taken) {
    List<Uni<Void>> later =
        taken.stream()
            .map(Tracked::job)
            .filter(KnownJob::lacksRequirements)
            .map(this::tellLater)
            .toList();
    return later.isEmpty()
        ? Uni.createFrom().voidItem()
        : Uni.join().all(later).andCollectFailures().replaceWithVoid();
  }

  private Uni<Void> tellLater(KnownJob queued) {
    return lookup
        .ask(queued.job())
        .chain(
            found ->
                found
                    .map(needed -> tell(queued, needed))
                    .orElseGet(() -> Uni.createFrom().voidItem()));
  }

  private Uni<Void> tell(KnownJob queued, Requirements needed) {
    return second
        .add(new Observation(queued.job(), queued.status()).needing(needed))
        .call(Publishing::done)
        .invoke(told -> sightings.committed(List.of(told.result()), Source.WEBHOOK))
        .replaceWithVoid();
  }

  private Uni<List<Publishing<Tracked>>> commitWhole(List<Observation> whole) {
    return outbox
        .commitThenPublish(out -> sightings.record(whole, out))
        .onFailure(Collision::is)
        .retry()
        .atMost(Collision.RETRIES)
        .map(
            done ->
                done.result().stream()
                    .map(each -> new Publishing<>(each, done.acknowledged()))
                    .toList());
  }

  /** What became of one delivery, and Kafka's word on all that were committed with it. */
  private record Taken(List<Tracked> tracked, Publishing<?> published) {}
}
