package dev.runnerfleet.jobwatcher.poll;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.jobwatcher.core.KnownJob;
import dev.runnerfleet.jobwatcher.core.Observation;
import dev.runnerfleet.jobwatcher.core.Reconciliation;
import dev.runnerfleet.jobwatcher.core.Ref;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Purpose;
import dev.runnerfleet.jobwatcher.core.Requirements;
import dev.runnerfleet.jobwatcher.job.JobStore;
import dev.runnerfleet.jobwatcher.memory.Protections;
import dev.runnerfleet.jobwatcher.memory.RequirementsMemory;
import dev.runnerfleet.jobwatcher.running.Verification;
import dev.runnerfleet.jobwatcher.source.AwayException;
import dev.runnerfleet.jobwatcher.source.ListedJob;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares a complete listing of some projects with what is known, and takes the differences down.
 */
@ApplicationScoped
class ProjectReconciliation {

  private final JobStore jobs;
  private final RequirementsMemory memory;
  private final Protections protections;
  private final Verification verification;
  private final Clock clock;

  ProjectReconciliation(
      JobStore jobs,
      RequirementsMemory memory,
      Protections protections,
      Verification verification,
      Clock clock) {
    this.jobs = jobs;
    this.memory = memory;
    this.protections = protections;
    this.verification = verification;
    this.clock = clock;
  }

  Uni<Void> reconcile(Listing listing, Tally tally) {
    Map<ProjectId, Map<Ref, Boolean>> isProtected = new HashMap<>();
    return InTurn.each(listing.byProject(), each -> learn(each, isProtected, tally))
        .chain(() -> compare(listing, isProtected, tally));
  }

  private Uni<Void> learn(
      Listing each, Map<ProjectId, Map<Ref, Boolean>> isProtected, Tally tally) {
    ProjectId project = each.projects().iterator().next();
    return learnTags(project, each)
        .chain(() -> protections.of(project, each.refs(), Purpose.POLL, tally::failed))
        .invoke(known -> isProtected.put(project, known))
        .replaceWithVoid();
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
        .chain(verification::takeDown)
        .invoke(tally::changes)
        .replaceWithVoid();
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
    return InTurn.each(
            missing,
            each ->
                verification
                    .whatBecameOf(each)
                    .invoke(now -> now.ifPresent(seen::add))
                    .replaceWithVoid()
                    .onFailure(AwayException.class)
                    .invoke(tally::failed)
                    .onFailure(AwayException.class)
                    .recoverWithNull())
        .replaceWith(seen);
  }
}
