package dev.runnerfleet.scaler.pools;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.scaler.core.FleetLimits;
import dev.runnerfleet.scaler.documents.PoolFile;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pools what the pool file says. A pool whose entry is as it was when last taken over
 * keeps what was made of it over REST since; one whose entry went is closed. So it is with the
 * fleet's limits.
 */
@ApplicationScoped
class TakeOver {

  private static final Logger LOG = Logger.getLogger(TakeOver.class);
  // Replicas that start together take the file over one after the other.
  private static final long LOCK = 0x706f6f6c73L;

  private final PoolStore pools;
  private final FleetStore fleet;
  private final Outbox outbox;

  TakeOver(PoolStore pools, FleetStore fleet, Outbox outbox) {
    this.pools = pools;
    this.fleet = fleet;
    this.outbox = outbox;
  }

  /** At the start, where there may be no file; every pool is published once more. */
  void atStart(Optional<PoolFile> file) {
    commit(
        out ->
            file.map(pools -> take(pools, out))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .chain(() -> publishAll(out)));
  }

  /** The file has changed. */
  void again(PoolFile file) {
    commit(out -> take(file, out));
  }

  private void commit(Function<Outgoing, Uni<Void>> work) {
    try {
      VertxContextSupport.subscribeAndAwait(
          () -> outbox.commit(out -> AdvisoryLock.take(LOCK).chain(() -> work.apply(out))));
    } catch (Throwable e) {
      throw new IllegalStateException("The pools cannot be taken over", e);
    }
  }

  private Uni<Void> take(PoolFile file, Outgoing out) {
    return pools
        .fromFile()
        .chain(taken -> take(file.pools(), new HashMap<>(taken), out))
        .chain(() -> take(file.fleet().orElse(null)));
  }

  private Uni<Void> take(List<PoolSpec> file, Map<String, String> taken, Outgoing out) {
    List<PoolSpec> changed = new ArrayList<>();
    for (PoolSpec pool : file) {
      String before = taken.remove(pool.name().value());
      if (before == null || !Topic.POOLS.decode(before).equals(pool)) {
        changed.add(pool);
      }
    }
    // In the order of names, as everybody locks them, so that nobody waits in a circle.
    changed.sort(Comparator.comparing(pool -> pool.name().value()));
    return InTurn.each(
            changed, pool -> pools.put(pool, Topic.POOLS.encode(pool), out).invoke(TakeOver::taken))
        .chain(() -> InTurn.each(taken.keySet().stream().sorted().toList(), this::close));
  }

  private Uni<Void> take(@Nullable FleetLimits file) {
    return fleet
        .lock()
        .chain(
            kept ->
                Objects.equals(kept.file(), file)
                    ? Uni.createFrom().voidItem()
                    : fleet
                        .put(file == null ? FleetLimits.NONE : file, file)
                        .invoke(
                            now ->
                                LOG.infof(
                                    "Fleet's limits taken over from the file revision=%d",
                                    now.revision()))
                        .replaceWithVoid());
  }

  private Uni<Boolean> close(String gone) {
    LOG.warnf("Pool is no longer in the file and closes pool=%s", gone);
    return pools.close(new PoolName(gone));
  }

  private static void taken(PoolSpec pool) {
    LOG.infof("Pool taken over from the file pool=%s revision=%d", pool.name(), pool.revision());
  }

  // Once more with every start: it costs a message a pool, and heals a broker that lost the topic.
  private Uni<Void> publishAll(Outgoing out) {
    return pools
        .all()
        .invoke(all -> all.forEach(kept -> out.send(Topic.POOLS, kept.pool().spec())))
        .replaceWithVoid();
  }
}
