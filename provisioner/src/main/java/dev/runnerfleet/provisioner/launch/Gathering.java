package dev.runnerfleet.provisioner.launch;

import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.provisioner.ProvisionerConfig;
import dev.runnerfleet.provisioner.core.offering.Closure;
import dev.runnerfleet.provisioner.core.pace.Limit;
import dev.runnerfleet.provisioner.pool.Pool;
import dev.runnerfleet.provisioner.pool.PoolStops;
import dev.runnerfleet.provisioner.pool.PoolStore;
import dev.runnerfleet.provisioner.runner.RunnerRow;
import dev.runnerfleet.provisioner.runner.RunnerStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Forms calls out of what is pending, as far as there are tokens. The intent to call, its token and
 * whom it is for are saved in the caller's transaction; calls may go out once that has committed.
 */
@ApplicationScoped
class Gathering {

  /** More than this in one round would only hold its locks for longer. */
  private static final int MOST_AT_ONCE = 1000;

  private final LaunchStore launches;
  private final RunnerStore runners;
  private final PoolStore pools;
  private final PoolStops stops;
  private final UnavailableOfferings unavailable;
  private final Limit limit;
  private final Clock clock;

  Gathering(
      LaunchStore launches,
      RunnerStore runners,
      PoolStore pools,
      PoolStops stops,
      UnavailableOfferings unavailable,
      ProvisionerConfig config,
      Clock clock) {
    this.launches = launches;
    this.runners = runners;
    this.pools = pools;
    this.stops = stops;
    this.unavailable = unavailable;
    this.limit = new Limit(config.ec2().createFleetBurst(), config.ec2().createFleetPerSecond());
    this.clock = clock;
  }

  Limit limit() {
    return limit;
  }

  Uni<Round> gather(ThrottleDomain domain, Outgoing out) {
    Instant now = clock.instant();
    Found found = new Found();
    return launches
        .lockBucket(domain, limit, now)
        .invoke(row -> found.bucket = row)
        .chain(() -> launches.lockDue(domain, now))
        .invoke(rows -> found.due = rows)
        .chain(() -> runners.lockPending(domain, now, MOST_AT_ONCE))
        .invoke(rows -> found.pending = rows)
        .chain(() -> pools.newest(found.poolNames()))
        .invoke(known -> found.pools = known)
        .chain(() -> pools.zones(found.subnets()))
        .invoke(zones -> found.zones = zones)
        .chain(() -> unavailable.asOf(now))
        .invoke(closures -> found.closures = closures)
        .map(ignored -> found.round(limit, now).play(found.due))
        .invoke(round -> found.bucket.take(round.bucket()))
        .invoke(round -> round.failures().forEach(f -> out.send(Topic.RUNNER_EVENTS, f)))
        .call(round -> launches.add(round.intents()))
        .call(this::probed);
  }

  private Uni<Void> probed(Round round) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (RunnerRow probe : round.probes()) {
      all = all.chain(() -> stops.probed(probe.poolName(), probe.poolRevision, probe.runnerId()));
    }
    return all;
  }

  /** What the queries of a round brought, one after the other. */
  private static final class Found {
    private BucketRow bucket = new BucketRow();
    private List<LaunchRow> due = List.of();
    private List<RunnerRow> pending = List.of();
    private Map<String, Pool> pools = Map.of();
    private Map<String, String> zones = Map.of();
    private List<Closure> closures = List.of();

    Set<String> poolNames() {
      return pending.stream().map(row -> row.pool).collect(Collectors.toSet());
    }

    Set<String> subnets() {
      return pools.values().stream()
          .flatMap(pool -> pool.spec().machine().subnets().stream())
          .collect(Collectors.toSet());
    }

    Round round(Limit limit, Instant now) {
      return new Round(
          now,
          bucket.toDomain(limit),
          pending,
          pools,
          zones,
          closures,
          () -> UUID.randomUUID().toString());
    }
  }
}
