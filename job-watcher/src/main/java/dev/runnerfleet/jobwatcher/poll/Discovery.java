package dev.runnerfleet.jobwatcher.poll;

import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.source.JobSource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Which projects there are to watch, found out from time to time. */
@ApplicationScoped
class Discovery {

  /**
   * A new project's first job is told meanwhile by its webhook or, where all are asked for at once,
   * by the poll.
   */
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final JobSource source;
  private final Clock clock;
  private volatile Found last = new Found(Set.of(), Set.of(), Instant.EPOCH);

  Discovery(JobSource source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /** The projects; where they cannot be found out now, as they were last, and that is told. */
  Uni<Set<ProjectId>> projects(PollTurn.Kind kind, Tally tally) {
    Found known = last;
    boolean fresh = clock.instant().isBefore(known.at().plus(FRESH));
    if (fresh && kind == PollTurn.Kind.WHAT_IS_DUE) {
      return Uni.createFrom().item(known.projects());
    }
    return findOut(known, Set.of(), tally);
  }

  /**
   * The projects, found out again where one of those seen was not there the last time: it is new,
   * and its webhooks may be lost; or it is not to be watched, and that need be found out once only.
   */
  Uni<Set<ProjectId>> projects(Set<ProjectId> seen, Tally tally) {
    Found known = last;
    return known.accountsFor(seen)
        ? Uni.createFrom().item(known.projects())
        : findOut(known, seen, tally);
  }

  private Uni<Set<ProjectId>> findOut(Found known, Set<ProjectId> seen, Tally tally) {
    Instant began = clock.instant();
    return source
        .projects()
        .invoke(found -> last = new Found(found, union(known.others(), seen), began))
        .onFailure()
        .recoverWithItem(
            failure -> {
              tally.failed(failure);
              return known.projects();
            });
  }

  private static Set<ProjectId> union(Set<ProjectId> some, Set<ProjectId> more) {
    Set<ProjectId> all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }

  /**
   * What was found out.
   *
   * @param others seen before, whether to be watched or not
   */
  private record Found(Set<ProjectId> projects, Set<ProjectId> others, Instant at) {
    Found {
      projects = Set.copyOf(projects);
      others = Set.copyOf(others);
    }

    boolean accountsFor(Set<ProjectId> seen) {
      return seen.stream().allMatch(each -> projects.contains(each) || others.contains(each));
    }
  }
}
