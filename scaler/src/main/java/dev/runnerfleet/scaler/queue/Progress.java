package dev.runnerfleet.scaler.queue;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.pool.PoolChoice;
import dev.runnerfleet.scaler.core.queue.Job;
import dev.runnerfleet.scaler.core.queue.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of demand events makes of the jobs.
 *
 * @param before the jobs that were known
 * @param after those that changed or are new
 * @param stale how many of the events told nothing new
 */
public record Progress(Map<JobId, KeptJob> before, Map<JobId, KeptJob> after, int stale) {

  /**
   * Takes the events in, in their order.
   *
   * @param full which pools can order no machine at this time
   */
  public static Progress of(
      List<DemandEvent> events,
      Map<JobId, KeptJob> before,
      Collection<Pool> pools,
      Predicate<Pool> full,
      Instant now) {
    Map<JobId, Job> jobs = new HashMap<>();
    before.forEach((id, kept) -> jobs.put(id, kept.job()));
    Set<JobId> changed = new HashSet<>();
    int stale = 0;
    for (DemandEvent event : events) {
      Job known = jobs.get(event.job());
      Job next = known == null ? Job.first(event).orElse(null) : known.after(event);
      if (next == null || next.equals(known)) {
        stale++;
      } else {
        jobs.put(event.job(), next);
        changed.add(event.job());
      }
    }
    Map<JobId, KeptJob> after = new HashMap<>();
    for (JobId id : changed) {
      Job job = jobs.get(id);
      if (job != null) {
        KeptJob known = before.get(id);
        PoolName pool = pool(job, known, pools, full, now);
        Instant matchedAt =
            known != null && Objects.equals(known.pool(), pool) ? known.matchedAt() : now;
        after.put(id, new KeptJob(job, pool, pool == null ? null : matchedAt));
      }
    }
    return new Progress(before, after, stale);
  }

  /** The pools that have more or less to do than before. */
  public Set<PoolName> pools() {
    Set<PoolName> pools = new HashSet<>();
    after.forEach(
        (id, kept) -> {
          add(pools, kept);
          add(pools, before.get(id));
        });
    return pools;
  }

  /**
   * The queued jobs that each pool has since this batch: new ones, and those that were with another
   * pool or with none. Told again, a job is none of them.
   */
  public Map<PoolName, List<Job>> arrivals() {
    Map<PoolName, List<Job>> arrivals = new HashMap<>();
    after.forEach(
        (id, kept) -> {
          KeptJob known = before.get(id);
          PoolName pool = kept.pool();
          boolean moved = known == null || !Objects.equals(known.pool(), pool);
          if (pool != null && kept.job().isQueued() && (isNewlyQueued(kept) || moved)) {
            arrivals.computeIfAbsent(pool, name -> new ArrayList<>()).add(kept.job());
          }
        });
    return arrivals;
  }

  /** The GitLab runners that took or ended one of the jobs. */
  public Set<GitLabRunnerId> runners() {
    Set<GitLabRunnerId> runners = new HashSet<>();
    for (KeptJob kept : after.values()) {
      if (kept.job().runner() != null) {
        runners.add(kept.job().runner());
      }
    }
    return runners;
  }

  /** Whether the job is queued now and was not known as such before. */
  public boolean isNewlyQueued(KeptJob kept) {
    KeptJob known = before.get(kept.job().id());
    return kept.job().isQueued() && (known == null || !known.job().isQueued());
  }

  /** Whether the batch told that the job started. */
  public boolean isNewlyStarted(KeptJob kept) {
    KeptJob known = before.get(kept.job().id());
    return kept.job().startedAt() != null && (known == null || known.job().startedAt() == null);
  }

  private static void add(Set<PoolName> pools, @Nullable KeptJob kept) {
    if (kept != null && kept.pool() != null) {
      pools.add(kept.pool());
    }
  }

  // A job that runs or is done stays with the pool that it waited for.
  private static @Nullable PoolName pool(
      Job job,
      @Nullable KeptJob before,
      Collection<Pool> pools,
      Predicate<Pool> full,
      Instant now) {
    Wish wish = job.wish();
    if (before != null && !job.isQueued()) {
      return before.pool();
    }
    return wish == null
        ? null
        : PoolChoice.again(
                before == null ? null : before.pool(),
                wish.tags(),
                wish.refProtected(),
                pools,
                full,
                now)
            .orElse(null);
  }
}
