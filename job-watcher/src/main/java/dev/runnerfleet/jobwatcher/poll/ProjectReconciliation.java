package dev.runnerfleet.jobwatcher.poll;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.jobwatcher.WatcherMetrics.Source;
import dev.runnerfleet.jobwatcher.core.KnownJob;
import dev.runnerfleet.jobwatcher.core.Observation;
import dev.runnerfleet.jobwatcher.core.Reconciliation;
import dev.runnerfleet.jobwatcher.core.Ref;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Purpose;
import dev.runnerfleet.jobwatcher.core.Requirements;
import dev.runnerfleet.jobwatcher.job.Collision;
import dev.runnerfleet.jobwatcher.job.JobStore;
import dev.runnerfleet.jobwatcher.job.Sightings;
import dev.runnerfleet.jobwatcher.memory.Protections;
import dev.runnerfleet.jobwatcher.memory.RequirementsMemory;
import dev.runnerfleet.jobwatcher.source.AwayException;
import dev.runnerfleet.jobwatcher.source.JobSource;
import dev.runnerfleet.jobwatcher.source.ListedJob;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares a complete listing of some projects with what is known, and takes the differences down.
 */
@ApplicationScoped
class ProjectReconciliation {

  /** Bounds a transaction; a webhook for one of its jobs waits that long. */
  private static final int AT_ONCE = 200;

  private final JobSource source;
  private final JobStore jobs;
  private final RequirementsMemory memory;
  private final Protections protections;
  private final Sightings sightings;
  private final Outbox outbox;
  private final PollTurn turn;
  private final Clock clock;

  ProjectReconciliation(
      JobSource source,
      JobStore jobs,
      RequirementsMemory memory,
      Protections protections,
      Sightings sightings,
      Outbox outbox,
      PollTurn turn,
      Clock clock) {
    this.source = source;
    this.jobs = jobs;
    this.memory = memory;
    this.protections = protections;
    this.sightings = sightings;
    this.outbox = outbox;
    this.turn = turn;
    this.clock = clock;
  }

  Uni<Void> reconcile(Listing listing, Tally tally) {
    Map<ProjectId, Map<Ref, Boolean>> isProtected = new HashMap<>();
    Uni<Void> learnt = Uni.createFrom().voidItem();
    for (Listing each : listing.byProject()) {
      ProjectId project = each.projects().iterator().next();
      learnt =
          learnt
              .chain(turn::renew)
              .chain(() -> learnTags(project, each))
              .chain(() -> protections.of(project, each.refs(), Purpose.POLL, tally::failed))
              .invoke(known -> isProtected.put(project, known))
              .replaceWithVoid();
    }
    return learnt.chain(() -> compare(listing, isProtected, tally));
  }

  private Uni<Void> learnTags(ProjectId project, Listing listing) {
    Map<String, Set<String>> tags = listing.tagsByName();
    return tags.isEmpty()
        ? Uni.createFrom().voidItem()
        : Panache.withSession(() -> memory.differing(project, tags))
            .chain(
                differing ->
                    differing.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : Panache.withTransaction(() -> memory.learnTags(project, differing)));
  }

  private Uni<Void> compare(
      Listing listing, Map<ProjectId, Map<Ref, Boolean>> isProtected, Tally tally) {
    List<Observation> seen = observations(listing, isProtected);
    return Panache.withSession(() -> known(listing))
        .chain(
            known ->
                whatBecameOf(
                        Reconciliation.missing(known.values(), listing.ids(), listing.began()),
                        seen,
                        tally)
                    .map(all -> Reconciliation.news(all, known, clock.instant())))
        .chain(news -> takeDown(news, tally));
  }

  private Uni<Map<JobId, KnownJob>> known(Listing listing) {
    return jobs.active(listing.projects())
        .chain(
            active ->
                jobs.known(listing.ids())
                    .map(
                        listed -> {
                          Map<JobId, KnownJob> known = new HashMap<>(listed);
                          active.forEach(each -> known.put(each.job().id(), each));
                          return known;
                        }));
  }

  private static List<Observation> observations(
      Listing listing, Map<ProjectId, Map<Ref, Boolean>> isProtected) {
    List<Observation> seen = new ArrayList<>();
    for (ListedJob listed : listing.jobs()) {
      listed
          .status()
          .map(status -> new Observation(listed.job(), status))
          .map(
              each ->
                  Listing.isPending(listed)
                      ? needing(
                          each, listed, isProtected.getOrDefault(listed.job().project(), Map.of()))
                      : each)
          .ifPresent(seen::add);
    }
    return seen;
  }

  private static Observation needing(
      Observation seen, ListedJob listed, Map<Ref, Boolean> isProtected) {
    Boolean refProtected = isProtected.get(listed.job().ref());
    return refProtected == null
        ? seen
        : seen.needing(new Requirements(listed.tags(), refProtected));
  }

  private Uni<List<Observation>> whatBecameOf(
      List<KnownJob> missing, List<Observation> seen, Tally tally) {
    Uni<List<Observation>> all = Uni.createFrom().item(seen);
    for (KnownJob each : missing) {
      all =
          all.call(turn::renew)
              .call(() -> whatBecameOf(each).invoke(now -> now.ifPresent(seen::add)))
              .onFailure(AwayException.class)
              .recoverWithItem(
                  failure -> {
                    tally.failed(failure);
                    return seen;
                  });
    }
    return all;
  }

  private Uni<Optional<Observation>> whatBecameOf(KnownJob missing) {
    return source
        .job(missing.job().project(), missing.job().id(), Purpose.POLL)
        .map(found -> found.isEmpty() ? vanished(missing) : observed(found.get()));
  }

  private Optional<Observation> vanished(KnownJob missing) {
    return Optional.of(Reconciliation.vanished(missing, clock.instant()));
  }

  private static Optional<Observation> observed(ListedJob found) {
    return found.status().map(status -> new Observation(found.job(), status));
  }

  private Uni<Void> takeDown(List<Observation> news, Tally tally) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (int from = 0; from < news.size(); from += AT_ONCE) {
      List<Observation> some = news.subList(from, Math.min(from + AT_ONCE, news.size()));
      all = all.chain(() -> commit(some, tally));
    }
    return all;
  }

  private Uni<Void> commit(List<Observation> some, Tally tally) {
    return outbox
        .commit(out -> sightings.record(some, out))
        .onFailure(Collision::is)
        .retry()
        .atMost(Collision.RETRIES)
        .invoke(tracked -> sightings.committed(tracked, Source.POLL))
        .invoke(
            tracked -> tally.changes((int) tracked.stream().filter(each -> each.isNews()).count()))
        .replaceWithVoid();
  }
}
