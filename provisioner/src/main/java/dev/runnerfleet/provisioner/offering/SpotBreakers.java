package dev.runnerfleet.provisioner.offering;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.provisioner.ProvisionerConfig;
import dev.runnerfleet.provisioner.core.offering.SpotBreaker;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** Keeps the pools' spot circuit breakers. Methods run in their caller's transaction. */
@ApplicationScoped
public class SpotBreakers {

  private static final Logger LOG = Logger.getLogger(SpotBreakers.class);

  private final SpotBreaker.Setting setting;
  private final Clock clock;

  SpotBreakers(ProvisionerConfig config, Clock clock) {
    this.setting = config.spotBreaker().toDomain();
    this.clock = clock;
  }

  public SpotBreaker.Setting setting() {
    return setting;
  }

  /** Those of the pools' breakers that are not as they were made. */
  public Uni<Map<PoolName, SpotBreaker>> of(Collection<String> pools) {
    return pools.isEmpty()
        ? Uni.createFrom().item(Map.of())
        : Panache.getSession()
            .chain(
                session ->
                    session
                        .createSelectionQuery(
                            "from SpotBreakerRow where pool in (:pools)", SpotBreakerRow.class)
                        .setParameter("pools", pools)
                        .getResultList())
            .map(SpotBreakers::byPool);
  }

  /** What each breaker lets through now. */
  public Uni<Map<PoolName, SpotBreaker.Mode>> modes() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery("from SpotBreakerRow", SpotBreakerRow.class)
                    .getResultList())
        .map(
            rows -> {
              Map<PoolName, SpotBreaker.Mode> modes = new HashMap<>();
              byPool(rows)
                  .forEach(
                      (pool, breaker) -> modes.put(pool, breaker.mode(setting, clock.instant())));
              return modes;
            });
  }

  /** Changes a pool's breaker under its row's lock. */
  public Uni<Void> change(PoolName pool, UnaryOperator<SpotBreaker> change) {
    return make(pool).chain(() -> changeIfAny(pool, change));
  }

  /** The same where something went wrong before; a breaker as it was made is left so. */
  public Uni<Void> changeIfAny(PoolName pool, UnaryOperator<SpotBreaker> change) {
    return Panache.getSession()
        .chain(
            session ->
                session.find(SpotBreakerRow.class, pool.value(), LockModeType.PESSIMISTIC_WRITE))
        .invoke(
            row -> {
              if (row != null) {
                change(row, pool, change);
              }
            })
        .replaceWithVoid();
  }

  private static void change(SpotBreakerRow row, PoolName pool, UnaryOperator<SpotBreaker> change) {
    SpotBreaker before = row.toDomain();
    SpotBreaker after = change.apply(before);
    if (!after.equals(before)) {
      row.take(after);
      tell(pool, before, after);
    }
  }

  private static void tell(PoolName pool, SpotBreaker before, SpotBreaker after) {
    if (before.openedAt() == null && after.openedAt() != null) {
      LOG.warnf("Spot is avoided for a while pool=%s troubles=%s", pool, after.recent());
    } else if (before.openedAt() != null && after.openedAt() == null) {
      LOG.infof("Spot is trusted again pool=%s", pool);
    }
  }

  private static Uni<Void> make(PoolName pool) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        """
                        insert into SpotBreakerRow (pool, recent) values (:pool, '[]')
                        on conflict (pool) do nothing
                        """)
                    .setParameter("pool", pool.value())
                    .executeUpdate())
        .replaceWithVoid();
  }

  private static Map<PoolName, SpotBreaker> byPool(List<SpotBreakerRow> rows) {
    Map<PoolName, SpotBreaker> breakers = new HashMap<>();
    rows.forEach(row -> breakers.put(new PoolName(row.pool), row.toDomain()));
    return breakers;
  }
}
