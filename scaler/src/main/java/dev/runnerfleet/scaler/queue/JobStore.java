package dev.runnerfleet.scaler.queue;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.Offering.Market;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.scaler.core.fleet.Work;
import dev.runnerfleet.scaler.core.queue.Queue;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The jobs. */
@ApplicationScoped
public class JobStore {

  private static final int AT_ONCE = 1000;

  /** What waits for each of the pools; none where nothing does. */
  public Uni<Map<PoolName, Queue>> queues(Collection<PoolName> pools) {
    if (pools.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "select pool, project, market, count(*), min(queuedAt) from JobRow"
                            + " where stage = QUEUED and pool in (:pools)"
                            + " group by pool, project, market",
                        Object[].class)
                    .setParameter("pools", pools.stream().map(PoolName::value).toList())
                    .getResultList())
        .map(JobStore::queues);
  }

  /** What the GitLab runner of each live runner of the pools does and did; none where nothing. */
  public Uni<Map<RunnerId, Work>> workOf(Collection<PoolName> pools) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "select r.id, sum(case when j.stage = RUNNING then 1 else 0 end),"
                            + " count(*), max(j.finishedAt)"
                            + " from RunnerRow r join JobRow j on j.gitLabRunner = r.gitLabRunner"
                            + " where r.pool in (:pools)"
                            + " and r.state not in ('TERMINATED', 'NOT_LAUNCHED') group by r.id",
                        Object[].class)
                    .setParameter("pools", pools.stream().map(PoolName::value).toList())
                    .getResultList())
        .map(
            rows -> {
              Map<RunnerId, Work> work = new HashMap<>();
              rows.forEach(row -> work.put(new RunnerId((String) row[0]), work(row)));
              return work;
            });
  }

  /** How many queued jobs no pool takes. */
  public Uni<Long> withoutPool() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "select count(*) from JobRow where stage = QUEUED and pool is null",
                        Long.class)
                    .getSingleResult());
  }

  /** The known ones of these jobs, locked in the order of their ids. */
  public Uni<Map<JobId, KeptJob>> lock(Collection<JobId> ids) {
    return rows(ids, LockModeType.PESSIMISTIC_WRITE)
        .map(
            rows -> {
              Map<JobId, KeptJob> jobs = new HashMap<>();
              rows.forEach(row -> jobs.put(new JobId(row.id), kept(row)));
              return jobs;
            });
  }

  public Uni<Optional<KeptJob>> find(JobId id) {
    return rows(List.of(id), LockModeType.NONE)
        .map(rows -> rows.stream().findFirst().map(JobStore::kept));
  }

  /** Keeps jobs of which those known before are locked. */
  public Uni<Void> save(Map<JobId, KeptJob> jobs, Collection<JobId> known) {
    List<JobRow> fresh = new ArrayList<>();
    jobs.forEach(
        (id, job) -> {
          if (!known.contains(id)) {
            fresh.add(toRow(new JobRow(), job));
          }
        });
    Uni<Void> inserted =
        fresh.isEmpty()
            ? Uni.createFrom().voidItem()
            : Panache.getSession().chain(session -> session.persistAll(fresh.toArray()));
    List<JobId> changed = jobs.keySet().stream().filter(known::contains).toList();
    return inserted
        .chain(Panache::getSession)
        .chain(
            session ->
                InTurn.each(
                    changed,
                    // The session has it since it was locked: no query.
                    id -> session.find(JobRow.class, id.value()).invoke(row -> update(row, jobs))));
  }

  /** The kinds of queued jobs that there are: what decides which pool they belong to. */
  Uni<List<Kind>> kinds() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "select tags, refProtected, pool, count(*) from JobRow where stage = QUEUED"
                            + " group by tags, refProtected, pool",
                        Object[].class)
                    .getResultList())
        .map(
            rows ->
                rows.stream()
                    .map(
                        row ->
                            new Kind(
                                (String) row[0],
                                (Boolean) row[1],
                                (String) row[2],
                                Math.toIntExact((Long) row[3])))
                    .toList());
  }

  /**
   * Assigns the youngest queued jobs of a kind to another pool; those that a handler has in hand
   * wait.
   */
  Uni<Integer> assign(Assignment.Move move, Instant now) {
    Kind kind = move.kind();
    PoolName pool = move.to();
    String samePool = kind.pool() == null ? "pool is null" : "pool = :pool";
    return Panache.getSession()
        .chain(
            session -> {
              var query =
                  session
                      .createSelectionQuery(
                          "from JobRow where stage = QUEUED and tags = :tags"
                              + " and refProtected = :protected and "
                              + samePool
                              + " order by queuedAt desc, id desc",
                          JobRow.class)
                      .setParameter("tags", kind.tags())
                      .setParameter("protected", kind.refProtected())
                      .setLockMode(org.hibernate.LockMode.UPGRADE_SKIPLOCKED)
                      .setMaxResults(Math.min(move.most(), AT_ONCE));
              return (kind.pool() == null ? query : query.setParameter("pool", kind.pool()))
                  .getResultList();
            })
        .invoke(
            rows ->
                rows.forEach(
                    row -> {
                      row.pool = pool == null ? null : pool.value();
                      row.matchedAt = pool == null ? null : now;
                    }))
        .map(List::size);
  }

  /** Forgets jobs finished before an instant, save those that a live runner's count rests on. */
  public Uni<Integer> forget(Instant before) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        "delete from JobRow j where j.stage = FINISHED and j.finishedAt < :before"
                            + " and not exists (select 1 from RunnerRow r where r.gitLabRunner ="
                            + " j.gitLabRunner and r.state not in ('TERMINATED', 'NOT_LAUNCHED'))")
                    .setParameter("before", before)
                    .executeUpdate());
  }

  private static Uni<List<JobRow>> rows(Collection<JobId> ids, LockModeType lock) {
    if (ids.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from JobRow where id in (:ids) order by id", JobRow.class)
                    .setParameter("ids", ids.stream().map(JobId::value).toList())
                    .setLockMode(lock)
                    .getResultList());
  }

  private static void update(JobRow row, Map<JobId, KeptJob> jobs) {
    KeptJob job = jobs.get(new JobId(row.id));
    if (job != null) {
      toRow(row, job);
    }
  }

  private static JobRow toRow(JobRow row, KeptJob kept) {
    row.take(kept.job());
    PoolName pool = kept.pool();
    row.pool = pool == null ? null : pool.value();
    row.matchedAt = kept.matchedAt();
    return row;
  }

  private static KeptJob kept(JobRow row) {
    return new KeptJob(row.toDomain(), row.assigned(), row.matchedAt);
  }

  private static Map<PoolName, Queue> queues(List<Object[]> rows) {
    Map<String, List<Queue.Share>> shares = new HashMap<>();
    Map<String, Instant> oldest = new HashMap<>();
    for (Object[] row : rows) {
      String pool = (String) row[0];
      Market market = row[2] == null ? null : Market.valueOf((String) row[2]);
      int jobs = Math.toIntExact((Long) row[3]);
      shares
          .computeIfAbsent(pool, name -> new ArrayList<>())
          .add(new Queue.Share(new ProjectId((Long) row[1]), market, jobs));
      oldest.merge(pool, (Instant) row[4], (one, other) -> one.isBefore(other) ? one : other);
    }
    Map<PoolName, Queue> queues = new HashMap<>();
    shares.forEach(
        (pool, list) -> queues.put(new PoolName(pool), new Queue(list, oldest.get(pool))));
    return queues;
  }

  private static Work work(Object[] row) {
    Instant lastEnded = (Instant) row[3];
    return new Work(
        Math.toIntExact(((Number) row[1]).longValue()),
        Math.toIntExact((Long) row[2]),
        lastEnded == null ? Instant.EPOCH : lastEnded);
  }

  /**
   * Queued jobs that ask for the same and belong to the same pool.
   *
   * @param tags as kept
   */
  record Kind(String tags, boolean refProtected, @Nullable String pool, int jobs) {}
}
