package dev.runnerfleet.provisioner.launch;

import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.pace.Buckets;
import dev.runnerfleet.provisioner.offering.SpotBreakers;
import dev.runnerfleet.provisioner.offering.UnavailableOfferings;
import dev.runnerfleet.provisioner.runner.RunnerStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * Sees that nothing lies about: orders that nobody gathered, calls to be made again, calls whose
 * maker died before it could keep their outcome.
 */
@ApplicationScoped
class LaunchLoop {

  private static final Logger LOG = Logger.getLogger(LaunchLoop.class);

  private final Launching launching;
  private final LaunchStore launches;
  private final RunnerStore runners;
  private final UnavailableOfferings unavailable;
  private final SpotBreakers breakers;
  private final Buckets buckets;
  private final LaunchMetrics metrics;
  private final Clock clock;

  LaunchLoop(
      Launching launching,
      LaunchStore launches,
      RunnerStore runners,
      UnavailableOfferings unavailable,
      SpotBreakers breakers,
      Buckets buckets,
      LaunchMetrics metrics,
      Clock clock) {
    this.launching = launching;
    this.launches = launches;
    this.runners = runners;
    this.unavailable = unavailable;
    this.breakers = breakers;
    this.buckets = buckets;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Scheduled(
      every = "1s",
      delayed = "2s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> gatherLeftBehind() {
    return Panache.withSession(this::domains)
        .chain(this::gatherEach)
        .onFailure()
        .invoke(failure -> LOG.warnf("Orders not gathered reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  @Scheduled(
      every = "5s",
      delayed = "3s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> measure() {
    Instant now = clock.instant();
    return Panache.withTransaction(
            () ->
                unavailable
                    .clearForgotten(now)
                    .chain(unavailable::all)
                    .invoke(marks -> metrics.unavailable(marks, now))
                    .chain(runners::pendingByPurpose)
                    .invoke(metrics::pending)
                    .chain(runners::oldestPending)
                    .invoke(oldest -> metrics.oldest(oldest, now))
                    .chain(breakers::modes)
                    .invoke(metrics::breakers)
                    .chain(buckets::levels)
                    .invoke(levels -> levels.forEach(metrics::bucket))
                    .replaceWithVoid())
        .onFailure()
        .invoke(failure -> LOG.warnf("Launches not measured reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Set<String>> domains() {
    Instant now = clock.instant();
    Set<String> domains = new TreeSet<>();
    return runners
        .domainsWithPending(now)
        .invoke(domains::addAll)
        .chain(() -> launches.domainsWithDue(now))
        .invoke((List<String> due) -> domains.addAll(due))
        .replaceWith(domains);
  }

  private Uni<Void> gatherEach(Set<String> domains) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (String domain : domains) {
      all = all.chain(() -> launching.gatherAndCall(new ThrottleDomain(domain)));
    }
    return all;
  }
}
