package dev.runnerfleet.provisioner.preparation;

import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.provisioner.ec2.RefusedException;
import dev.runnerfleet.provisioner.pool.Pool;
import dev.runnerfleet.provisioner.pool.PoolMetrics;
import dev.runnerfleet.provisioner.pool.PoolStore;
import dev.runnerfleet.provisioner.pool.Prepared;
import dev.runnerfleet.provisioner.pool.Zones;
import dev.runnerfleet.provisioner.price.PriceMetrics;
import dev.runnerfleet.provisioner.price.Prices;
import dev.runnerfleet.provisioner.template.Template;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Looks again, now and then, at what moves while a pool does not: prices, the AMI that an image's
 * name stands for, the types that AWS offers. The scaler is told of what changed.
 */
@ApplicationScoped
class Renewal {

  private static final Logger LOG = Logger.getLogger(Renewal.class);

  private final PoolStore pools;
  private final Zones zones;
  private final Outbox outbox;
  private final Assessment assessment;
  private final Prices prices;
  private final PriceMetrics priceMetrics;
  private final PoolMetrics metrics;
  private final Clock clock;

  Renewal(
      PoolStore pools,
      Zones zones,
      Outbox outbox,
      Assessment assessment,
      Prices prices,
      PriceMetrics priceMetrics,
      PoolMetrics metrics,
      Clock clock) {
    this.pools = pools;
    this.zones = zones;
    this.outbox = outbox;
    this.assessment = assessment;
    this.prices = prices;
    this.priceMetrics = priceMetrics;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Scheduled(
      every = "10m",
      delayed = "1m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> renewAll() {
    return Panache.withSession(pools::currentPools)
        .chain(this::renewEach)
        .onFailure()
        .invoke(failure -> LOG.warnf("Pools not looked at again reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  @Scheduled(
      every = "10s",
      delayed = "5s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> measure() {
    return Panache.withSession(
            () -> pools.currentPools().invoke(metrics::pools).call(this::countUnknownPrices))
        .replaceWithVoid()
        .onFailure()
        .invoke(failure -> LOG.warnf("Pools not measured reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> renewEach(List<Pool> current) {
    if (current.isEmpty()) {
      priceMetrics.nothingToRefresh(clock.instant());
    }
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Pool pool : current) {
      all = all.chain(() -> renew(pool));
    }
    return all;
  }

  private Uni<Void> renew(Pool pool) {
    Pool.Template template = pool.template();
    if (template == null || pool.problem() != null) {
      return Uni.createFrom().voidItem();
    }
    PoolSpec spec = pool.spec();
    return Panache.withSession(() -> zones.of(spec.machine().subnets()))
        .chain(
            known ->
                assessment.of(
                    spec,
                    new Template(template.name(), Long.parseLong(template.version())),
                    known.values()))
        .chain(prepared -> keep(spec, prepared))
        .onFailure(RefusedException.class)
        .invoke(
            failure ->
                LOG.infof(
                    "Pool not looked at again pool=%s reason=%s",
                    spec.name(), failure.getMessage()))
        .onFailure(RefusedException.class)
        .recoverWithNull();
  }

  private Uni<Void> keep(PoolSpec spec, Prepared prepared) {
    return outbox
        .commit(out -> pools.prepared(spec, prepared, out, clock.instant()))
        .invoke(
            news -> {
              if (news) {
                LOG.infof(
                    "Pool's image or price changed pool=%s revision=%d image=%s price=%s types=%s",
                    spec.name(),
                    spec.revision(),
                    prepared.image(),
                    prepared.hourlyPrice(),
                    prepared.instanceTypes());
              }
            })
        .replaceWithVoid();
  }

  /** A type without any price makes a budget blind, so somebody should know. */
  private Uni<Void> countUnknownPrices(List<Pool> current) {
    Map<String, Set<String>> typesByRegion = new HashMap<>();
    current.forEach(
        pool ->
            typesByRegion
                .computeIfAbsent(pool.spec().region(), region -> new HashSet<>())
                .addAll(pool.instanceTypes()));
    Uni<Long> all = Uni.createFrom().item(0L);
    for (Map.Entry<String, Set<String>> region : typesByRegion.entrySet()) {
      all =
          all.chain(
              sum ->
                  prices
                      .ofTypes(region.getKey(), region.getValue())
                      .map(list -> sum + list.unknown(region.getValue())));
    }
    return all.invoke(priceMetrics::unknown).replaceWithVoid();
  }
}
