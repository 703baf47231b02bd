package dev.runnerfleet.jobwatcher.poll;

import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.WatcherConfig;
import dev.runnerfleet.jobwatcher.core.PollPlan;
import dev.runnerfleet.jobwatcher.core.PollPlan.Pace;
import dev.runnerfleet.jobwatcher.core.PollPlan.Watched;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Purpose;
import dev.runnerfleet.jobwatcher.job.JobStore;
import dev.runnerfleet.jobwatcher.source.JobSource;
import dev.runnerfleet.jobwatcher.source.ListedJob;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One look at what is watched: all projects at once where the source can be asked that, otherwise
 * those whose turn it is, one by one. Every project with a job believed active is watched too. What
 * could not be listed, or not to its end, is left as it was.
 */
@ApplicationScoped
class Poll {

  /** How many projects are listed at once; what they tell is taken down one by one. */
  private static final int AT_ONCE = 4;

  private final Discovery discovery;
  private final JobStore jobs;
  private final Cursors cursors;
  private final JobSource source;
  private final ProjectReconciliation reconciliation;
  private final Pace pace;
  private final Clock clock;

  Poll(
      Discovery discovery,
      JobStore jobs,
      Cursors cursors,
      JobSource source,
      ProjectReconciliation reconciliation,
      WatcherConfig config,
      Clock clock) {
    this.discovery = discovery;
    this.jobs = jobs;
    this.cursors = cursors;
    this.source = source;
    this.reconciliation = reconciliation;
    this.pace = new Pace(config.pollInterval(), config.pollSilentInterval());
    this.clock = clock;
  }

  Uni<Tally> run(PollTurn.Kind kind) {
    Tally tally = new Tally(clock.instant());
    return discovery
        .projects(kind, tally)
        .chain(this::watched)
        .chain(watched -> look(kind, watched, tally))
        .onFailure()
        .invoke(tally::failed)
        .onFailure()
        .recoverWithNull()
        .replaceWith(tally);
  }

  private Uni<List<Watched>> watched(Set<ProjectId> listed) {
    Instant since = clock.instant().minus(pace.silentAfter());
    return Panache.withSession(
        () ->
            jobs.activeProjects()
                .chain(
                    active ->
                        jobs.heardOf(since)
                            .chain(
                                heard ->
                                    cursors.all().map(at -> watched(listed, active, heard, at)))));
  }

  private static List<Watched> watched(
      Set<ProjectId> listed,
      Set<ProjectId> active,
      Map<ProjectId, Instant> heard,
      Map<ProjectId, Instant> listedAt) {
    Set<ProjectId> all = new HashSet<>(listed);
    all.addAll(active);
    return all.stream()
        .map(each -> new Watched(each, active.contains(each), heard.get(each), listedAt.get(each)))
        .toList();
  }

  private Uni<Void> look(PollTurn.Kind kind, List<Watched> watched, Tally tally) {
    Instant began = clock.instant();
    return source
        .allActiveJobs()
        .chain(
            everything ->
                everything
                    .map(found -> everything(watched, began, found, tally))
                    .orElseGet(() -> oneByOne(plan(kind, watched), tally)));
  }

  private Uni<Void> everything(
      List<Watched> watched, Instant began, List<ListedJob> found, Tally tally) {
    Set<ProjectId> seen =
        found.stream().map(each -> each.job().project()).collect(Collectors.toSet());
    return discovery
        .projects(seen, tally)
        .map(
            listed -> {
              Set<ProjectId> projects = new HashSet<>(listed);
              watched.forEach(each -> projects.add(each.project()));
              return new Listing(projects, began, found);
            })
        .chain(complete -> reconcile(complete, tally));
  }

  private PollPlan plan(PollTurn.Kind kind, List<Watched> watched) {
    return switch (kind) {
      case EVERYTHING -> PollPlan.everything(watched);
      case WHAT_IS_DUE ->
          PollPlan.of(watched, pace, source.affordable(pace.usual()), clock.instant());
    };
  }

  private Uni<Void> oneByOne(PollPlan plan, Tally tally) {
    tally.overdue(plan.leftOut());
    return Multi.createFrom()
        .iterable(plan.projects())
        .onItem()
        .transformToUni(project -> list(project, tally))
        .merge(AT_ONCE)
        .onItem()
        .transformToUniAndConcatenate(
            listing ->
                listing
                    .map(complete -> reconcile(complete, tally))
                    .orElseGet(() -> Uni.createFrom().voidItem()))
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Optional<Listing>> list(ProjectId project, Tally tally) {
    if (tally.retryAfter().isPresent()) {
      tally.leftOut();
      return Uni.createFrom().item(Optional.empty());
    }
    Instant began = clock.instant();
    return source
        .activeJobs(project, Purpose.POLL)
        .map(found -> Optional.of(Listing.of(project, began, found)))
        .onFailure()
        .invoke(tally::failed)
        .onFailure()
        .recoverWithItem(Optional.empty());
  }

  private Uni<Void> reconcile(Listing complete, Tally tally) {
    return reconciliation
        .reconcile(complete, tally)
        .chain(
            () -> Panache.withTransaction(() -> cursors.put(complete.projects(), complete.began())))
        .invoke(() -> tally.projects(complete.projects().size()))
        .onFailure()
        .invoke(tally::failed)
        .onFailure()
        .recoverWithNull();
  }
}
