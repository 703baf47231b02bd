package dev.runnerfleet.scaler.queue;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.scaler.core.Pool;
import dev.runnerfleet.scaler.core.PoolChoice;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Moves queued jobs to another pool when pools came, went, changed or were paused meanwhile. */
@ApplicationScoped
public class Assignment {

  private static final Logger LOG = Logger.getLogger(Assignment.class);

  private final JobStore jobs;
  private final Clock clock;

  Assignment(JobStore jobs, Clock clock) {
    this.jobs = jobs;
    this.clock = clock;
  }

  /** Within the caller's transaction. */
  public Uni<Void> renew(Collection<Pool> pools) {
    return jobs.kinds().chain(kinds -> renew(kinds, pools, clock.instant()));
  }

  private Uni<Void> renew(List<JobStore.Kind> kinds, Collection<Pool> pools, Instant now) {
    Uni<Void> renewed = Uni.createFrom().voidItem();
    for (JobStore.Kind kind : kinds) {
      PoolName pool =
          PoolChoice.of(Tags.read(kind.tags()), kind.refProtected(), pools, now).orElse(null);
      if (!Objects.equals(pool == null ? null : pool.value(), kind.pool())) {
        renewed = renewed.chain(() -> move(kind, pool));
      }
    }
    return renewed;
  }

  private Uni<Void> move(JobStore.Kind kind, @Nullable PoolName pool) {
    return jobs.assign(kind, pool)
        .invoke(
            moved ->
                LOG.infof(
                    "Jobs moved to another pool jobs=%d from=%s pool=%s", moved, kind.pool(), pool))
        .replaceWithVoid();
  }
}
