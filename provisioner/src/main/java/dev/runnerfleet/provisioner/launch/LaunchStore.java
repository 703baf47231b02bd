package dev.runnerfleet.provisioner.launch;

import dev.runnerfleet.contracts.ThrottleDomain;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.LockMode;

/** Keeps calls. Every method runs in its caller's transaction. */
@ApplicationScoped
class LaunchStore {

  Uni<Void> add(List<LaunchRow> rows) {
    return rows.isEmpty()
        ? Uni.createFrom().voidItem()
        : Panache.getSession().chain(session -> session.persistAll(rows.toArray()));
  }

  /** Locks calls that are to be made again, or whose maker is gone. */
  Uni<List<LaunchRow>> lockDue(ThrottleDomain domain, Instant now) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        """
                        from LaunchRow
                        where domain = :domain and state <> :done and dueAt <= :now
                        order by createdAt, id
                        """,
                        LaunchRow.class)
                    .setParameter("domain", domain.value())
                    .setParameter("done", LaunchState.DONE)
                    .setParameter("now", now)
                    .setMaxResults(20)
                    .setLockMode(LockMode.UPGRADE_SKIPLOCKED)
                    .getResultList());
  }

  Uni<Optional<LaunchRow>> lock(String id) {
    return Panache.getSession()
        .chain(session -> session.find(LaunchRow.class, id, LockModeType.PESSIMISTIC_WRITE))
        .map(Optional::ofNullable);
  }

  Uni<List<String>> domainsWithDue(Instant now) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        """
                        select distinct domain from LaunchRow
                        where state <> :done and dueAt <= :now
                        """,
                        String.class)
                    .setParameter("done", LaunchState.DONE)
                    .setParameter("now", now)
                    .getResultList());
  }

  /** Whether machines may exist in the region that no runner has been given yet. */
  Uni<Boolean> anyOpen(String region) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "select count(*) from LaunchRow where region = :region and state <> :done",
                        Long.class)
                    .setParameter("region", region)
                    .setParameter("done", LaunchState.DONE)
                    .getSingleResult())
        .map(count -> count > 0);
  }

  /** Calls, the latest first, those after a place. */
  Uni<List<LaunchRow>> page(LaunchResource.Place after, int most) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        """
                        from LaunchRow
                        where createdAt < :at or (createdAt = :at and id > :id)
                        order by createdAt desc, id
                        """,
                        LaunchRow.class)
                    .setParameter("at", after.createdAt())
                    .setParameter("id", after.id())
                    .setMaxResults(most)
                    .getResultList());
  }
}
