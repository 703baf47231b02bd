package dev.runnerfleet.provisioner.preparation;

import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.ec2.RefusedException;
import dev.runnerfleet.provisioner.pool.PoolReady;
import dev.runnerfleet.provisioner.pool.PoolStops;
import dev.runnerfleet.provisioner.pool.PoolStore;
import dev.runnerfleet.provisioner.pool.Prepared;
import dev.runnerfleet.provisioner.pool.Zones;
import dev.runnerfleet.provisioner.template.LaunchTemplates;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Makes pools ready to launch from: their subnets' zones looked up, their launch template made,
 * their types, image and price found. Any number of replicas may do it at once, as AWS makes each
 * template version once, and who comes second keeps and tells nothing new.
 */
@ApplicationScoped
class Preparation {

  private static final Logger LOG = Logger.getLogger(Preparation.class);

  private final PoolStore pools;
  private final Zones zones;
  private final PoolStops stops;
  private final Outbox outbox;
  private final LaunchTemplates templates;
  private final Subnets subnets;
  private final Assessment assessment;
  private final Event<PoolReady> ready;
  private final Clock clock;

  Preparation(
      PoolStore pools,
      Zones zones,
      PoolStops stops,
      Outbox outbox,
      LaunchTemplates templates,
      Subnets subnets,
      Assessment assessment,
      Event<PoolReady> ready,
      Clock clock) {
    this.pools = pools;
    this.zones = zones;
    this.stops = stops;
    this.outbox = outbox;
    this.templates = templates;
    this.subnets = subnets;
    this.assessment = assessment;
    this.ready = ready;
    this.clock = clock;
  }

  @Scheduled(
      every = "2s",
      delayed = "2s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> prepareAll() {
    return Panache.withSession(() -> pools.unprepared(clock.instant()))
        .chain(this::prepareEach)
        .onFailure()
        .invoke(failure -> LOG.warnf("Pools not prepared reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> prepareEach(List<PoolSpec> specs) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (PoolSpec spec : specs) {
      all = all.chain(() -> prepare(spec));
    }
    return all;
  }

  private Uni<Void> prepare(PoolSpec spec) {
    return subnets
        .zones(spec)
        .chain(
            known ->
                templates
                    .ensure(spec)
                    .chain(template -> assessment.of(spec, template, known.values()))
                    .call(prepared -> keep(spec, known, prepared)))
        .invoke(prepared -> log(spec, prepared))
        .replaceWithVoid()
        .onFailure(RefusedException.class)
        .recoverWithUni(failure -> refused(spec, failure.refusal()))
        .invoke(() -> ready.fire(new PoolReady(spec.throttleDomain())));
  }

  private Uni<Void> keep(PoolSpec spec, Map<String, String> known, Prepared prepared) {
    return outbox
        .commit(
            out ->
                zones.keep(known).chain(() -> pools.prepared(spec, prepared, out, clock.instant())))
        .replaceWithVoid();
  }

  private static void log(PoolSpec spec, Prepared prepared) {
    LOG.infof(
        "Pool ready to launch pool=%s revision=%d template=%s version=%s image=%s price=%s types=%s",
        spec.name(),
        spec.revision(),
        prepared.template().name(),
        prepared.template().version(),
        prepared.image(),
        prepared.hourlyPrice(),
        prepared.instanceTypes());
  }

  private Uni<Void> refused(PoolSpec spec, Refusal refusal) {
    if (refusal instanceof Refusal.BadConfiguration) {
      return outbox.commit(
          out -> stops.misconfigured(spec.name(), spec.revision(), refusal.code(), out));
    }
    LOG.infof(
        "Pool not ready to launch yet pool=%s revision=%d reason=%s",
        spec.name(), spec.revision(), refusal.code());
    return Uni.createFrom().voidItem();
  }
}
