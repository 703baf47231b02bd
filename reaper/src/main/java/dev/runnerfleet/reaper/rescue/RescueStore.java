package dev.runnerfleet.reaper.rescue;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.reaper.core.JobOnRunner;
import dev.runnerfleet.reaper.core.rescue.Bereft;
import dev.runnerfleet.reaper.core.rescue.Rescue;
import dev.runnerfleet.reaper.runner.PoolStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.LockMode;

/** Keeps the jobs that lose their machine. Runs in the caller's session or transaction. */
@ApplicationScoped
public class RescueStore {

  private static final int SHOWN = 1000;

  private final PoolStore pools;
  private final Clock clock;

  RescueStore(PoolStore pools, Clock clock) {
    this.pools = pools;
    this.clock = clock;
  }

  /**
   * Jobs that lose their machine.
   *
   * @param abortAt until when they may come to their own end
   * @param deliberate whether an operator means them to end
   */
  public record Loss(
      RunnerId runner, PoolName pool, List<JobOnRunner> jobs, Instant abortAt, boolean deliberate) {
    public Loss {
      jobs = List.copyOf(jobs);
    }
  }

  /**
   * Sees to these jobs from now on. One that is seen to already has less time, if anything.
   *
   * @return how many are new
   */
  public Uni<Integer> begin(Loss loss) {
    List<Long> ids = loss.jobs().stream().map(job -> job.job().value()).toList();
    if (ids.isEmpty()) {
      return Uni.createFrom().item(0);
    }
    return of("from RescueRow where job in (:ids) or retry in (:ids)", ids)
        .chain(known -> pools.terms().chain(terms -> begin(loss, known, terms)));
  }

  private Uni<Integer> begin(
      Loss loss, List<RescueRow> known, Map<PoolName, PoolStore.Terms> terms) {
    Instant now = clock.instant();
    PoolStore.Terms pool = terms.get(loss.pool());
    boolean mayRetry = pool != null && pool.retries() && !loss.deliberate();
    Map<Long, RescueRow> byJob = new HashMap<>();
    Map<Long, Integer> attempts = new HashMap<>();
    for (RescueRow row : known) {
      byJob.put(row.job, row);
      if (row.retry != null) {
        attempts.put(row.retry, row.attempt + 1);
      }
    }
    List<RescueRow> fresh = new ArrayList<>();
    for (JobOnRunner job : loss.jobs()) {
      RescueRow before = byJob.get(job.job().value());
      if (before != null) {
        hurry(before, loss.abortAt(), now);
        continue;
      }
      int attempt = attempts.getOrDefault(job.job().value(), 0);
      fresh.add(
          RescueRow.of(
              new Bereft(job, loss.runner(), loss.pool(), attempt, mayRetry, loss.abortAt()), now));
    }
    return Panache.getSession()
        .chain(session -> session.persistAll(fresh.toArray()))
        .replaceWith(fresh.size());
  }

  private static void hurry(RescueRow row, Instant abortAt, Instant now) {
    if (abortAt.isBefore(row.abortAt)) {
      row.abortAt = abortAt;
      row.dueAt = row.dueAt == null ? null : now;
      row.lease = null;
    }
  }

  /** Takes due ones in hand, so that nobody else does until the lease is over. */
  Uni<List<Rescue>> lease(UUID lease, Instant now, Instant until, int atMost) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from RescueRow where dueAt <= :now order by dueAt", RescueRow.class)
                    .setParameter("now", now)
                    .setMaxResults(atMost)
                    .setLockMode(LockMode.UPGRADE_SKIPLOCKED)
                    .getResultList())
        .map(rows -> rows.stream().map(row -> leased(row, lease, until)).toList());
  }

  private static Rescue leased(RescueRow row, UUID lease, Instant until) {
    row.lease = lease;
    row.dueAt = until;
    return row.toDomain();
  }

  /** Saves what follows, unless somebody else has had it in hand since. */
  Uni<Boolean> save(UUID lease, Rescue.Next next, Instant now) {
    return Panache.getSession()
        .chain(
            session ->
                session.find(
                    RescueRow.class,
                    next.state().bereft().job().job().value(),
                    LockModeType.PESSIMISTIC_WRITE))
        .map(
            row -> {
              if (row == null || !lease.equals(row.lease)) {
                return false;
              }
              row.set(next.state(), now, now.plus(next.rest()));
              return true;
            });
  }

  /** Of these jobs' pipelines, all jobs that we have told GitLab to cancel. */
  Uni<Set<Long>> canceledByUs(Collection<Long> pipelines) {
    return of("from RescueRow where pipeline in (:ids) and ours", pipelines)
        .map(
            rows -> rows.stream().map(row -> row.job).collect(HashSet::new, Set::add, Set::addAll));
  }

  /** The latest first. */
  Uni<List<RescueView>> latest() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from RescueRow order by begunAt desc, job", RescueRow.class)
                    .setMaxResults(SHOWN)
                    .getResultList())
        .map(rows -> rows.stream().map(RescueView::of).toList());
  }

  /** The jobs of these machines. */
  public Uni<Map<String, List<RescueView>>> ofRunners(Collection<String> runners) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from RescueRow where runner in (:runners) order by job", RescueRow.class)
                    .setParameter("runners", runners)
                    .getResultList())
        .map(
            rows -> {
              Map<String, List<RescueView>> views = new HashMap<>();
              for (RescueRow row : rows) {
                views
                    .computeIfAbsent(row.runner, runner -> new ArrayList<>())
                    .add(RescueView.of(row));
              }
              return views;
            });
  }

  private static Uni<List<RescueRow>> of(String query, Collection<Long> ids) {
    return ids.isEmpty()
        ? Uni.createFrom().item(List.of())
        : Panache.getSession()
            .chain(
                session ->
                    session
                        .createSelectionQuery(query, RescueRow.class)
                        .setParameter("ids", ids)
                        .getResultList());
  }
}
