package dev.runnerfleet.provisioner.runner;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.runner.Offering;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.LockMode;
import org.jspecify.annotations.Nullable;

/** Keeps the runners. Every method runs in its caller's transaction. */
@ApplicationScoped
public class RunnerStore {

  /** Saves those orders that are new. */
  public Uni<Void> add(List<RunnerRow> orders) {
    if (orders.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<String> ids = orders.stream().map(row -> row.id).toList();
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "select id from RunnerRow where id in (:ids)", String.class)
                    .setParameter("ids", ids)
                    .getResultList()
                    .chain(known -> session.persistAll(unknown(orders, known)))
                    .chain(session::flush));
  }

  private static Object[] unknown(List<RunnerRow> orders, List<String> known) {
    Set<String> seen = new HashSet<>(known);
    return orders.stream().filter(row -> seen.add(row.id)).toArray();
  }

  /** Locks those of the runners that have not been called for. */
  public Uni<List<RunnerRow>> lockUncalled(Collection<RunnerId> runners) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from RunnerRow where id in (:ids) and state = :state order by id",
                        RunnerRow.class)
                    .setParameter("ids", runners.stream().map(RunnerId::value).toList())
                    .setParameter("state", RunnerState.PENDING)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getResultList());
  }

  /** Locks what may be called for now and nobody else has locked, the most urgent first. */
  public Uni<List<RunnerRow>> lockPending(ThrottleDomain domain, Instant now, int most) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        """
                        from RunnerRow
                        where domain = :domain and state = :state and dueAt <= :now
                        order by case purpose when WAITING_JOB then 0 when FORESEEN_JOB then 1 else 2 end,
                          decidedAt, id
                        """,
                        RunnerRow.class)
                    .setParameter("domain", domain.value())
                    .setParameter("state", RunnerState.PENDING)
                    .setParameter("now", now)
                    .setMaxResults(most)
                    .setLockMode(LockMode.UPGRADE_SKIPLOCKED)
                    .getResultList());
  }

  /** Locks the runners of a call. */
  public Uni<List<RunnerRow>> lockCalled(String launch) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from RunnerRow where launch = :launch and state = :state order by id",
                        RunnerRow.class)
                    .setParameter("launch", launch)
                    .setParameter("state", RunnerState.CALLED)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getResultList());
  }

  /** How many on-demand machines the pools have, by pool; those called for are among them. */
  public Uni<Map<String, Integer>> onDemand(Collection<String> pools) {
    if (pools.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        """
                        select pool, count(*) from RunnerRow
                        where pool in (:pools) and market = :market and closedAt is null
                        group by pool
                        """,
                        Object[].class)
                    .setParameter("pools", pools)
                    .setParameter("market", Offering.Market.ON_DEMAND)
                    .getResultList())
        .map(
            rows -> {
              Map<String, Integer> counts = new HashMap<>();
              rows.forEach(row -> counts.put((String) row[0], ((Number) row[1]).intValue()));
              return counts;
            });
  }

  /** Notes that the orders were taken back of those of the runners that are being called for. */
  public Uni<Integer> recallCalled(Collection<RunnerId> runners, DecisionId decision) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        """
                        update RunnerRow set recalledBy = :decision
                        where id in (:ids) and state = :state
                        """)
                    .setParameter("decision", decision.value())
                    .setParameter("ids", runners.stream().map(RunnerId::value).toList())
                    .setParameter("state", RunnerState.CALLED)
                    .executeUpdate());
  }

  /** Those of the runners that have a machine which has not enrolled. */
  public Uni<List<RunnerRow>> booting(Collection<RunnerId> runners) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from RunnerRow where id in (:ids) and state = :state order by id",
                        RunnerRow.class)
                    .setParameter("ids", runners.stream().map(RunnerId::value).toList())
                    .setParameter("state", RunnerState.LAUNCHED)
                    .getResultList());
  }

  Uni<List<RunnerRow>> all(Collection<RunnerId> runners) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery("from RunnerRow where id in (:ids)", RunnerRow.class)
                    .setParameter("ids", runners.stream().map(RunnerId::value).toList())
                    .getResultList());
  }

  public Uni<Optional<RunnerRow>> find(RunnerId runner) {
    return Panache.getSession()
        .chain(session -> session.find(RunnerRow.class, runner.value()))
        .map(Optional::ofNullable);
  }

  public Uni<Optional<RunnerRow>> lock(RunnerId runner) {
    return Panache.getSession()
        .chain(
            session ->
                session.find(RunnerRow.class, runner.value(), LockModeType.PESSIMISTIC_WRITE))
        .map(Optional::ofNullable);
  }

  public Uni<Optional<RunnerRow>> byInstance(InstanceId instance) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from RunnerRow where instance = :instance", RunnerRow.class)
                    .setParameter("instance", instance.value())
                    .getSingleResultOrNull())
        .map(Optional::ofNullable);
  }

  /** A page of runners by id. */
  public Uni<List<RunnerRow>> page(
      @Nullable String pool, @Nullable RunnerState state, String after, int most) {
    String query =
        "from RunnerRow where id > :after"
            + (pool == null ? "" : " and pool = :pool")
            + (state == null ? "" : " and state = :state")
            + " order by id";
    return Panache.getSession()
        .chain(
            session -> {
              var selection =
                  session
                      .createSelectionQuery(query, RunnerRow.class)
                      .setParameter("after", after)
                      .setMaxResults(most);
              if (pool != null) {
                selection.setParameter("pool", pool);
              }
              if (state != null) {
                selection.setParameter("state", state);
              }
              return selection.getResultList();
            });
  }

  /** Locks those of the runners that are known. */
  Uni<List<RunnerRow>> lock(Collection<RunnerId> ids) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from RunnerRow where id in (:ids) order by id", RunnerRow.class)
                    .setParameter("ids", ids.stream().map(RunnerId::value).toList())
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getResultList());
  }

  /** How many orders wait to be called, by what for. */
  public Uni<Map<LaunchRunner.Purpose, Long>> pendingByPurpose() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        """
                        select purpose, count(*) from RunnerRow where state = :state group by purpose
                        """,
                        Object[].class)
                    .setParameter("state", RunnerState.PENDING)
                    .getResultList())
        .map(
            rows -> {
              Map<LaunchRunner.Purpose, Long> counts = new EnumMap<>(LaunchRunner.Purpose.class);
              rows.forEach(row -> counts.put((LaunchRunner.Purpose) row[0], (Long) row[1]));
              return counts;
            });
  }

  /** When the order was decided that has waited longest to be called. */
  public Uni<Optional<Instant>> oldestPending() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "select min(decidedAt) from RunnerRow where state = :state", Instant.class)
                    .setParameter("state", RunnerState.PENDING)
                    .getSingleResultOrNull())
        .map(Optional::ofNullable);
  }

  /** Where something waits to be called. */
  public Uni<List<String>> domainsWithPending(Instant now) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        """
                        select distinct domain from RunnerRow
                        where state = :state and dueAt <= :now
                        """,
                        String.class)
                    .setParameter("state", RunnerState.PENDING)
                    .setParameter("now", now)
                    .getResultList());
  }
}
