package dev.runnerfleet.jobwatcher.poll;

import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.core.Ref;
import dev.runnerfleet.jobwatcher.gitlab.GitLab;
import dev.runnerfleet.jobwatcher.gitlab.GitLabAwayException;
import dev.runnerfleet.jobwatcher.memory.RequirementsMemory;
import dev.runnerfleet.jobwatcher.memory.RequirementsMemory.Protection;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which refs are protected: from memory while it is fresh, otherwise from GitLab. */
@ApplicationScoped
class Protections {

  /** Protecting a branch is rare; a job that was queued meanwhile is told of again. */
  private static final Duration FRESH = Duration.ofMinutes(10);

  private final GitLab gitlab;
  private final RequirementsMemory memory;
  private final Clock clock;

  Protections(GitLab gitlab, RequirementsMemory memory, Clock clock) {
    this.gitlab = gitlab;
    this.memory = memory;
    this.clock = clock;
  }

  /** Those of the refs that are known to be protected or not; where GitLab fails, as last known. */
  Uni<Map<Ref, Boolean>> of(ProjectId project, Set<Ref> refs, Tally tally) {
    if (refs.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return Panache.withSession(() -> memory.protections(project, refs))
        .chain(remembered -> ask(project, refs, remembered, tally));
  }

  private Uni<Map<Ref, Boolean>> ask(
      ProjectId project, Set<Ref> refs, Map<Ref, Protection> remembered, Tally tally) {
    Map<Ref, Boolean> known = new HashMap<>();
    remembered.forEach((ref, protection) -> known.put(ref, protection.isProtected()));
    Uni<Map<Ref, Boolean>> all = Uni.createFrom().item(known);
    for (Ref ref : outdated(refs, remembered)) {
      all =
          all.call(() -> ask(project, ref, known))
              .onFailure(GitLabAwayException.class)
              .recoverWithItem(
                  failure -> {
                    tally.failed(failure);
                    return known;
                  });
    }
    return all;
  }

  private Uni<Void> ask(ProjectId project, Ref ref, Map<Ref, Boolean> known) {
    return gitlab
        .isProtected(project, ref)
        .invoke(answer -> known.put(ref, answer))
        .chain(
            answer -> Panache.withTransaction(() -> memory.learnProtection(project, ref, answer)));
  }

  private List<Ref> outdated(Set<Ref> refs, Map<Ref, Protection> remembered) {
    Instant freshSince = clock.instant().minus(FRESH);
    return refs.stream()
        .filter(
            ref -> {
              Protection known = remembered.get(ref);
              return known == null || known.learntAt().isBefore(freshSince);
            })
        .toList();
  }
}
