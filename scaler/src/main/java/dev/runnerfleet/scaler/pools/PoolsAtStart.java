package dev.runnerfleet.scaler.pools;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.scaler.ScalerConfig;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Takes over the pool file at the start. A pool whose entry is as it was when last taken over keeps
 * what was made of it over REST since; one whose entry went is closed. Whatever is wrong in the
 * file stops the start with a line that says what and where.
 */
@ApplicationScoped
class PoolsAtStart {

  private static final Logger LOG = Logger.getLogger(PoolsAtStart.class);
  // Replicas that start together take the file over one after the other.
  private static final long LOCK = 0x706f6f6c73L;

  private final ScalerConfig config;
  private final PoolStore pools;
  private final Outbox outbox;

  PoolsAtStart(ScalerConfig config, PoolStore pools, Outbox outbox) {
    this.config = config;
    this.pools = pools;
    this.outbox = outbox;
  }

  void start(@Observes StartupEvent event) {
    Optional<List<PoolSpec>> file = config.pools().map(name -> read(Path.of(name)));
    try {
      VertxContextSupport.subscribeAndAwait(() -> outbox.commit(out -> take(file, out)));
    } catch (Throwable e) {
      throw new IllegalStateException("The pools cannot be taken over", e);
    }
  }

  static List<PoolSpec> read(Path file) {
    try {
      return PoolFile.read(Files.readString(file, StandardCharsets.UTF_8));
    } catch (InvalidValueException e) {
      throw new ConfigurationException("The pool file %s: %s".formatted(file, e.getMessage()));
    } catch (IOException e) {
      throw new ConfigurationException(
          "runnerfleet.pools is %s; expected a readable file with pools (%s)".formatted(file, e));
    }
  }

  private Uni<Void> take(Optional<List<PoolSpec>> file, Outgoing out) {
    return lock()
        .chain(() -> file.isPresent() ? take(file.get(), out) : Uni.createFrom().voidItem())
        .chain(() -> publishAll(out));
  }

  private static Uni<Void> lock() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery("select 1 from pg_advisory_xact_lock(:key)", Integer.class)
                    .setParameter("key", LOCK)
                    .getSingleResult())
        .replaceWithVoid();
  }

  private Uni<Void> take(List<PoolSpec> file, Outgoing out) {
    return pools.fromFile().chain(taken -> take(file, new HashMap<>(taken), out));
  }

  private Uni<Void> take(List<PoolSpec> file, Map<String, String> taken, Outgoing out) {
    Uni<Void> done = Uni.createFrom().voidItem();
    for (PoolSpec pool : file) {
      String entry = Topic.POOLS.encode(pool);
      if (!entry.equals(taken.remove(pool.name().value()))) {
        done =
            done.chain(() -> pools.put(pool, entry, out))
                .invoke(PoolsAtStart::taken)
                .replaceWithVoid();
      }
    }
    for (String gone : taken.keySet().stream().sorted().toList()) {
      LOG.warnf("Pool is no longer in the file and closes pool=%s", gone);
      done = done.chain(() -> pools.close(new PoolName(gone))).replaceWithVoid();
    }
    return done;
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
