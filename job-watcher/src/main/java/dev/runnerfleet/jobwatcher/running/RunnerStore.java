package dev.runnerfleet.jobwatcher.running;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** The GitLab runners of our machines, until these are gone. */
@ApplicationScoped
public class RunnerStore {

  /** Takes down which GitLab runner the machine has now. */
  Uni<Void> put(RunnerRegistered registered) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        """
                        insert into RunnerRow (id, gitLabRunner, registeredAt)
                        values (:id, :gitLabRunner, :at)
                        on conflict (id) do update
                        set gitLabRunner = excluded.gitLabRunner,
                          registeredAt = excluded.registeredAt
                        """)
                    .setParameter("id", registered.runner().toString())
                    .setParameter("gitLabRunner", registered.gitLabRunner().value())
                    .setParameter("at", registered.at())
                    .executeUpdate())
        .replaceWithVoid();
  }

  /** The GitLab runners of these machines; those that never enrolled have none. */
  Uni<Set<GitLabRunnerId>> of(Collection<RunnerId> runners) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery("from RunnerRow where id in (:ids)", RunnerRow.class)
                    .setParameter("ids", runners.stream().map(RunnerId::toString).toList())
                    .getResultList())
        .map(
            rows ->
                rows.stream()
                    .map(row -> new GitLabRunnerId(row.gitLabRunner))
                    .collect(Collectors.toSet()));
  }

  /** Forgets machines that enrolled before an instant: polling alone watches their jobs then. */
  public Uni<Integer> forget(Instant before) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery("delete from RunnerRow where registeredAt < :before")
                    .setParameter("before", before)
                    .executeUpdate());
  }
}
