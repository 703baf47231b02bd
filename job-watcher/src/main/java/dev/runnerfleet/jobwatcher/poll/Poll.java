package dev.runnerfleet.jobwatcher.poll;

import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.gitlab.GitLab;
import dev.runnerfleet.jobwatcher.gitlab.WatchedProjects;
import dev.runnerfleet.jobwatcher.job.JobStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One look at every watched project, and at every other that has a job believed active. A project
 * whose listing fails or is cut short is left as it was.
 */
@ApplicationScoped
class Poll {

  /** How many projects are listed at once; what they tell is taken down one by one. */
  private static final int AT_ONCE = 4;

  private final WatchedProjects watched;
  private final JobStore jobs;
  private final GitLab gitlab;
  private final ProjectReconciliation reconciliation;
  private final PollTurn turn;
  private final Clock clock;

  /** Where GitLab does not let us reach the end of the list, the next poll begins there. */
  private final Map<ProjectId, Instant> listedAt = new ConcurrentHashMap<>();

  Poll(
      WatchedProjects watched,
      JobStore jobs,
      GitLab gitlab,
      ProjectReconciliation reconciliation,
      PollTurn turn,
      Clock clock) {
    this.watched = watched;
    this.jobs = jobs;
    this.gitlab = gitlab;
    this.reconciliation = reconciliation;
    this.turn = turn;
    this.clock = clock;
  }

  Uni<Tally> run() {
    Tally tally = new Tally(clock.instant());
    return projects()
        .chain(all -> through(all, tally))
        .onFailure()
        .recoverWithItem(
            failure -> {
              tally.failed(failure);
              return tally;
            });
  }

  private Uni<List<ProjectId>> projects() {
    return watched
        .list()
        .chain(
            listed -> Panache.withSession(jobs::activeProjects).map(active -> all(listed, active)));
  }

  private List<ProjectId> all(Set<ProjectId> listed, Collection<ProjectId> active) {
    Set<ProjectId> all = new HashSet<>(listed);
    all.addAll(active);
    listedAt.keySet().retainAll(all);
    return all.stream().sorted(Comparator.comparing(this::lastListed)).toList();
  }

  private Instant lastListed(ProjectId project) {
    return listedAt.getOrDefault(project, Instant.EPOCH);
  }

  private Uni<Tally> through(List<ProjectId> projects, Tally tally) {
    return Multi.createFrom()
        .iterable(projects)
        .onItem()
        .transformToUni(project -> list(project, tally))
        .merge(AT_ONCE)
        .onItem()
        .transformToUniAndConcatenate(listing -> reconcile(listing, tally))
        .collect()
        .last()
        .replaceWith(tally);
  }

  private Uni<Optional<Listing>> list(ProjectId project, Tally tally) {
    if (tally.retryAfter().isPresent()) {
      tally.leftOut();
      return Uni.createFrom().item(Optional.empty());
    }
    Instant began = clock.instant();
    return gitlab
        .activeJobs(project)
        .map(found -> Optional.of(new Listing(project, began, found)))
        .onFailure()
        .invoke(tally::failed)
        .onFailure()
        .recoverWithItem(Optional.empty());
  }

  private Uni<Void> reconcile(Optional<Listing> listing, Tally tally) {
    return listing
        .map(
            complete ->
                turn.renew()
                    .chain(() -> reconciliation.reconcile(complete, tally))
                    .invoke(() -> listedAt.put(complete.project(), complete.began()))
                    .invoke(tally::project)
                    .onFailure()
                    .invoke(tally::failed)
                    .onFailure()
                    .recoverWithNull())
        .orElseGet(() -> Uni.createFrom().voidItem());
  }
}
