package dev.runnerfleet.provisioner.pool;

import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.ec2.RefusedException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes pools ready to launch from: their subnets' zones looked up, their launch template made. Any
 * number of replicas may do it at once, as AWS makes each template version once.
 */
@ApplicationScoped
class Preparation {

  private static final Logger LOG = Logger.getLogger(Preparation.class);

  private final PoolStore pools;
  private final Outbox outbox;
  private final LaunchTemplates templates;
  private final Subnets subnets;
  private final Event<PoolReady> ready;

  Preparation(
      PoolStore pools,
      Outbox outbox,
      LaunchTemplates templates,
      Subnets subnets,
      Event<PoolReady> ready) {
    this.pools = pools;
    this.outbox = outbox;
    this.templates = templates;
    this.subnets = subnets;
    this.ready = ready;
  }

  @Scheduled(
      every = "2s",
      delayed = "2s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> prepareAll() {
    return Panache.withSession(pools::withoutTemplate)
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
            zones ->
                templates
                    .ensure(spec)
                    .chain(
                        template ->
                            outbox.commit(
                                out ->
                                    pools
                                        .keepZones(zones)
                                        .chain(() -> pools.prepared(spec, template, null)))))
        .invoke(
            () ->
                LOG.infof("Pool ready to launch pool=%s revision=%d", spec.name(), spec.revision()))
        .onFailure(RefusedException.class)
        .recoverWithUni(failure -> refused(spec, failure.refusal()))
        .invoke(() -> ready.fire(new PoolReady(spec.throttleDomain())));
  }

  private Uni<Void> refused(PoolSpec spec, Refusal refusal) {
    if (refusal instanceof Refusal.BadConfiguration) {
      return unusable(spec, refusal.code());
    }
    LOG.infof(
        "Pool not ready to launch yet pool=%s revision=%d reason=%s",
        spec.name(), spec.revision(), refusal.code());
    return Uni.createFrom().voidItem();
  }

  private Uni<Void> unusable(PoolSpec spec, @Nullable String problem) {
    LOG.warnf(
        "Pool cannot be launched from pool=%s revision=%d reason=%s",
        spec.name(), spec.revision(), problem);
    return outbox.commit(out -> pools.prepared(spec, null, problem));
  }
}
