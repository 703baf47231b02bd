package dev.runnerfleet.reaper.interruption;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.reaper.rescue.RescueStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps what AWS said of our machines. Runs in the caller's session or transaction. */
@ApplicationScoped
class InterruptionStore {

  private static final int SHOWN = 1000;

  private final RescueStore rescues;

  InterruptionStore(RescueStore rescues) {
    this.rescues = rescues;
  }

  /** What these machines have been told already. */
  Uni<Set<String>> known(Collection<RunnerId> runners) {
    List<String> ids = runners.stream().map(RunnerId::toString).toList();
    return ids.isEmpty()
        ? Uni.createFrom().item(Set.of())
        : Panache.getSession()
            .chain(
                session ->
                    session
                        .createSelectionQuery(
                            "from InterruptionRow where runner in (:ids)", InterruptionRow.class)
                        .setParameter("ids", ids)
                        .getResultList())
            .map(rows -> rows.stream().map(row -> row.id).collect(Collectors.toSet()));
  }

  Uni<Void> add(List<InterruptionRow> rows) {
    return rows.isEmpty()
        ? Uni.createFrom().voidItem()
        : Panache.getSession().chain(session -> session.persistAll(rows.toArray()));
  }

  /** The latest first, with the jobs of their machines. */
  Uni<List<InterruptionView>> latest() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from InterruptionRow order by heardAt desc, runner", InterruptionRow.class)
                    .setMaxResults(SHOWN)
                    .getResultList())
        .chain(
            rows ->
                rescues
                    .ofRunners(rows.stream().map(row -> row.runner).distinct().toList())
                    .map(
                        jobs ->
                            rows.stream()
                                .map(
                                    row ->
                                        InterruptionView.of(
                                            row, jobs.getOrDefault(row.runner, List.of())))
                                .toList()));
  }
}
