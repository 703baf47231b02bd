package dev.runnerfleet.provisioner.preparation;

import dev.runnerfleet.provisioner.ec2.RefusedException;
import dev.runnerfleet.provisioner.pool.Pool;
import dev.runnerfleet.provisioner.pool.PoolMetrics;
import dev.runnerfleet.provisioner.pool.PoolStore;
import dev.runnerfleet.provisioner.pool.TemplateStore;
import dev.runnerfleet.provisioner.template.LaunchTemplates;
import dev.runnerfleet.provisioner.template.Template;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Clears away launch templates: versions that nobody launches from any more, and the whole template
 * once its pool is gone and its last machine too. AWS keeps up to 10,000 versions of a template,
 * and an account 5,000 templates (Amazon EC2 User Guide, "Launch template restrictions").
 */
@ApplicationScoped
class TemplateLoop {

  private static final Logger LOG = Logger.getLogger(TemplateLoop.class);

  private final PoolStore pools;
  private final TemplateStore made;
  private final LaunchTemplates templates;
  private final PoolMetrics metrics;

  TemplateLoop(
      PoolStore pools, TemplateStore made, LaunchTemplates templates, PoolMetrics metrics) {
    this.pools = pools;
    this.made = made;
    this.templates = templates;
    this.metrics = metrics;
  }

  @Scheduled(
      every = "10m",
      delayed = "2m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> clear() {
    return Panache.withSession(pools::currentPools)
        .chain(this::pruneEach)
        .chain(() -> Panache.withSession(made::abandoned))
        .chain(this::deleteEach)
        .onFailure()
        .invoke(
            failure -> LOG.warnf("Launch templates not cleared reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> pruneEach(List<Pool> current) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Pool pool : current) {
      Pool.Template template = pool.template();
      if (template != null) {
        all = all.chain(() -> prune(pool, template));
      }
    }
    return all;
  }

  private Uni<Void> prune(Pool pool, Pool.Template template) {
    Template current = new Template(template.name(), Long.parseLong(template.version()));
    return Panache.withSession(() -> made.versionsInUse(template.name()))
        .chain(inUse -> templates.prune(pool.spec().region(), current, inUse))
        .invoke(left -> metrics.templateVersions(pool.spec().name().value(), left))
        .replaceWithVoid()
        .onFailure(RefusedException.class)
        .invoke(failure -> later(template.name(), failure))
        .onFailure(RefusedException.class)
        .recoverWithNull();
  }

  private Uni<Void> deleteEach(Map<String, String> regions) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Map.Entry<String, String> each : regions.entrySet()) {
      all = all.chain(() -> delete(each.getKey(), each.getValue()));
    }
    return all;
  }

  /**
   * Should the pool come back at this moment, its first launch finds the template gone and remade.
   */
  private Uni<Void> delete(String name, String region) {
    return templates
        .delete(region, name)
        .chain(() -> Panache.withTransaction(() -> made.deleted(name)))
        .invoke(() -> LOG.infof("Launch template deleted template=%s region=%s", name, region))
        .onFailure(RefusedException.class)
        .invoke(failure -> later(name, failure))
        .onFailure(RefusedException.class)
        .recoverWithNull();
  }

  private static void later(String template, Throwable failure) {
    LOG.infof(
        "Launch template left for later template=%s reason=%s", template, failure.getMessage());
  }
}
