package dev.runnerfleet.jobwatcher.poll;

import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.source.JobSource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Which projects there are to watch, found out from time to time. */
@ApplicationScoped
class Discovery {

  /** A new project's first job is told by its webhook meanwhile, if there is one. */
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final JobSource source;
  private final Clock clock;
  private volatile Found last = new Found(Set.of(), Instant.EPOCH);

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
    Instant began = clock.instant();
    return source
        .projects()
        .invoke(found -> last = new Found(found, began))
        .onFailure()
        .recoverWithItem(
            failure -> {
              tally.failed(failure);
              return known.projects();
            });
  }

  private record Found(Set<ProjectId> projects, Instant at) {
    Found {
      projects = Set.copyOf(projects);
    }
  }
}
