package dev.runnerfleet.scaler.fleet;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.fleet.Work;
import dev.runnerfleet.scaler.queue.JobStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The runners. Changed only under the lock of their pool. */
@ApplicationScoped
public class RunnerStore {

  private final JobStore jobs;
  private final LiveFleets live;

  RunnerStore(JobStore jobs, LiveFleets live) {
    this.jobs = jobs;
    this.live = live;
  }

  /**
   * The live runners of each of the pools, with what their jobs make of them; busy ones that
   * nothing tells apart as one member.
   */
  public Uni<Map<PoolName, Fleet>> fleets(Collection<PoolName> pools) {
    if (pools.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return live.of(pools);
  }

  /** The live runners of a pool, each by itself. */
  public Uni<Fleet> each(PoolName pool) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from RunnerRow where pool = :pool and " + RunnerRow.LIVE, RunnerRow.class)
                    .setParameter("pool", pool.value())
                    .setReadOnly(true)
                    .getResultList())
        .map(rows -> rows.stream().map(RunnerRow::toDomain).toList())
        .chain(
            runners ->
                jobs.workOf(List.of(pool))
                    .map(
                        work ->
                            new Fleet(
                                runners.stream()
                                    .map(
                                        runner ->
                                            new Member(
                                                runner, work.getOrDefault(runner.id(), Work.NONE)))
                                    .toList())));
  }

  /** The runners of these ids that are known. */
  public Uni<Map<RunnerId, Runner>> known(Collection<RunnerId> ids) {
    return rows(ids)
        .map(
            rows ->
                rows.stream()
                    .map(RunnerRow::toDomain)
                    .collect(Collectors.toMap(Runner::id, runner -> runner)));
  }

  /** The runner that GitLab knows by this id, if it is ours. */
  public Uni<List<Runner>> byGitLab(Collection<GitLabRunnerId> ids) {
    if (ids.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from RunnerRow where gitLabRunner in (:ids)", RunnerRow.class)
                    .setParameter("ids", ids.stream().map(GitLabRunnerId::value).toList())
                    .setReadOnly(true)
                    .getResultList()
                    .map(
                        rows -> {
                          List<Runner> runners = rows.stream().map(RunnerRow::toDomain).toList();
                          rows.forEach(session::detach);
                          return runners;
                        }));
  }

  /** The pools that these runners belong to. */
  public Uni<Set<PoolName>> poolsOf(Collection<RunnerId> ids) {
    if (ids.isEmpty()) {
      return Uni.createFrom().item(Set.of());
    }
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "select distinct pool from RunnerRow where id in (:ids)", String.class)
                    .setParameter("ids", ids.stream().map(RunnerId::value).toList())
                    .getResultList())
        .map(names -> names.stream().map(PoolName::new).collect(Collectors.toSet()));
  }

  /** Keeps runners just ordered. */
  public Uni<Void> add(Collection<Runner> runners, DecisionId decision) {
    List<RunnerRow> rows = new ArrayList<>();
    for (Runner runner : runners) {
      RunnerRow row = new RunnerRow();
      row.decision = decision.value();
      row.take(runner);
      rows.add(row);
    }
    return rows.isEmpty()
        ? Uni.createFrom().voidItem()
        : Panache.getSession().chain(session -> session.persistAll(rows.toArray()));
  }

  /** Keeps what became of known runners. */
  public Uni<Void> save(Map<RunnerId, Runner> changed) {
    return rows(changed.keySet())
        .invoke(
            rows ->
                rows.forEach(
                    row -> row.take(Objects.requireNonNull(changed.get(new RunnerId(row.id))))))
        .replaceWithVoid();
  }

  /** Which decision ordered the runner. */
  public Uni<Optional<DecisionId>> decisionOf(RunnerId id) {
    return rows(List.of(id))
        .map(rows -> rows.stream().findFirst().map(row -> new DecisionId(row.decision)));
  }

  /** Forgets runners that are gone since before an instant. */
  public Uni<Integer> forget(Instant before) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        "delete from RunnerRow where state in ('TERMINATED', 'NOT_LAUNCHED') and"
                            + " stateAt < :before")
                    .setParameter("before", before)
                    .executeUpdate());
  }

  private static Uni<List<RunnerRow>> rows(Collection<RunnerId> ids) {
    if (ids.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from RunnerRow where id in (:ids) order by id", RunnerRow.class)
                    .setParameter("ids", ids.stream().map(RunnerId::value).toList())
                    .getResultList());
  }
}
