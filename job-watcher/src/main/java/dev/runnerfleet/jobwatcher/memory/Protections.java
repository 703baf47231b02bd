package dev.runnerfleet.jobwatcher.memory;

import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.jobwatcher.core.Ref;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Purpose;
import dev.runnerfleet.jobwatcher.memory.RequirementsMemory.Protection;
import dev.runnerfleet.jobwatcher.source.AwayException;
import dev.runnerfleet.jobwatcher.source.JobSource;
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
import java.util.function.Consumer;

/** Which refs are protected: from memory while it is fresh, otherwise from the source. */
@ApplicationScoped
public class Protections {

  /** Protecting a branch is rare; a job that was queued meanwhile is told of again. */
  private static final Duration FRESH = Duration.ofMinutes(10);

  private final JobSource source;
  private final RequirementsMemory memory;
  private final Clock clock;

  Protections(JobSource source, RequirementsMemory memory, Clock clock) {
    this.source = source;
    this.memory = memory;
    this.clock = clock;
  }

  /**
   * Those of the refs that are known to be protected or not; where the source fails, as last known.
   */
  public Uni<Map<Ref, Boolean>> of(
      ProjectId project, Set<Ref> refs, Purpose purpose, Consumer<Throwable> onFailure) {
    if (refs.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return Panache.withSession(() -> memory.protections(project, refs))
        .chain(remembered -> ask(project, refs, remembered, purpose, onFailure));
  }

  private Uni<Map<Ref, Boolean>> ask(
      ProjectId project,
      Set<Ref> refs,
      Map<Ref, Protection> remembered,
      Purpose purpose,
      Consumer<Throwable> onFailure) {
    Map<Ref, Boolean> known = new HashMap<>();
    remembered.forEach((ref, protection) -> known.put(ref, protection.isProtected()));
    return InTurn.each(
            outdated(refs, remembered),
            ref ->
                ask(project, ref, purpose, known)
                    .onFailure(AwayException.class)
                    .invoke(onFailure::accept)
                    .onFailure(AwayException.class)
                    .recoverWithNull())
        .replaceWith(known);
  }

  private Uni<Void> ask(ProjectId project, Ref ref, Purpose purpose, Map<Ref, Boolean> known) {
    return source
        .isProtected(project, ref, purpose)
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
