package dev.runnerfleet.provisioner.launch;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.pace.Buckets;
import dev.runnerfleet.pace.core.Limits;
import dev.runnerfleet.provisioner.core.offering.Marks;
import dev.runnerfleet.provisioner.core.offering.SpotBreaker;
import dev.runnerfleet.provisioner.offering.SpotBreakers;
import dev.runnerfleet.provisioner.offering.UnavailableOfferings;
import dev.runnerfleet.provisioner.pool.Pool;
import dev.runnerfleet.provisioner.pool.PoolStops;
import dev.runnerfleet.provisioner.pool.PoolStore;
import dev.runnerfleet.provisioner.pool.Zones;
import dev.runnerfleet.provisioner.runner.RunnerRow;
import dev.runnerfleet.provisioner.runner.RunnerStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Forms calls out of what is pending, as far as there are tokens. The intent to call, its token and
 * whom it is for are saved in the caller's transaction; calls may go out once that has committed.
 *
 * <p>Locks are taken in one order, here as in {@link Settlement}: buckets, calls, runners, marks,
 * breakers. Calls and runners that another has locked are left to that one.
 */
@ApplicationScoped
class Gathering {

  /** More than this in one round would only hold its locks for longer. */
  private static final int MOST_AT_ONCE = 1000;

  private static final Set<String> BUCKETS = Set.of(Limits.CREATE_FLEET, Limits.LAUNCHED_INSTANCES);

  private final Buckets buckets;
  private final LaunchStore launches;
  private final RunnerStore runners;
  private final PoolStore pools;
  private final Zones zones;
  private final PoolStops stops;
  private final UnavailableOfferings unavailable;
  private final SpotBreakers breakers;
  private final Clock clock;

  Gathering(
      Buckets buckets,
      LaunchStore launches,
      RunnerStore runners,
      PoolStore pools,
      Zones zones,
      PoolStops stops,
      UnavailableOfferings unavailable,
      SpotBreakers breakers,
      Clock clock) {
    this.buckets = buckets;
    this.launches = launches;
    this.runners = runners;
    this.pools = pools;
    this.zones = zones;
    this.stops = stops;
    this.unavailable = unavailable;
    this.breakers = breakers;
    this.clock = clock;
  }

  Uni<Round> gather(ThrottleDomain domain, Outgoing out) {
    Found found = new Found();
    return buckets
        .lock(domain, BUCKETS)
        .invoke(locked -> found.buckets = locked)
        .invoke(() -> found.now = clock.instant())
        .chain(() -> launches.lockDue(domain, found.now))
        .invoke(rows -> found.due = rows)
        .chain(() -> runners.lockPending(domain, found.now, MOST_AT_ONCE))
        .invoke(rows -> found.pending = rows)
        .chain(() -> pools.newest(found.poolNames()))
        .invoke(known -> found.pools = known)
        .chain(() -> zones.of(found.subnets()))
        .invoke(known -> found.zones = known)
        .chain(() -> runners.onDemand(found.poolsWithBase()))
        .invoke(counts -> found.onDemand = counts)
        .chain(() -> found.pending.isEmpty() ? none() : unavailable.all())
        .invoke(marks -> found.marks = marks)
        .chain(() -> breakers.of(found.poolNames()))
        .invoke(known -> found.breakers = known)
        .map(ignored -> found.round(breakers.setting()))
        .call(round -> keep(round, found.locked(), out))
        .call(this::probed);
  }

  private Uni<Void> probed(Round round) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (RunnerRow probe : round.probes()) {
      all = all.chain(() -> stops.probed(probe.poolName(), probe.poolRevision, probe.runnerId()));
    }
    return all;
  }

  private static Uni<Marks> none() {
    return Uni.createFrom().item(Marks.NONE);
  }

  private Uni<Void> keep(Round round, Buckets.Locked locked, Outgoing out) {
    locked.put(Limits.CREATE_FLEET, round.callTokens());
    locked.put(Limits.LAUNCHED_INSTANCES, round.machineTokens());
    round.failures().forEach(failure -> out.send(Topic.RUNNER_EVENTS, failure));
    return launches
        .add(round.intents())
        .chain(() -> unavailable.keep(round.probed()))
        .chain(() -> keepTrials(round.trials()));
  }

  private Uni<Void> keepTrials(Map<PoolName, SpotBreaker> trials) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (PoolName pool :
        trials.keySet().stream().sorted(Comparator.comparing(PoolName::value)).toList()) {
      all = all.chain(() -> breakers.change(pool, now -> trials.getOrDefault(pool, now)));
    }
    return all;
  }

  /** What the queries of a round brought, one after the other. */
  private static final class Found {
    private Instant now = Instant.EPOCH;
    private Buckets.@org.jspecify.annotations.Nullable Locked buckets;
    private List<LaunchRow> due = List.of();
    private List<RunnerRow> pending = List.of();
    private Map<String, Pool> pools = Map.of();
    private Map<String, String> zones = Map.of();
    private Map<String, Integer> onDemand = Map.of();
    private Marks marks = Marks.NONE;
    private Map<PoolName, SpotBreaker> breakers = Map.of();

    Set<String> poolNames() {
      return pending.stream().map(row -> row.pool).collect(Collectors.toSet());
    }

    Set<String> subnets() {
      return pools.values().stream()
          .flatMap(pool -> pool.spec().machine().subnets().stream())
          .collect(Collectors.toSet());
    }

    Set<String> poolsWithBase() {
      return pools.values().stream()
          .filter(pool -> pool.spec().market().onDemandBase() > 0)
          .map(pool -> pool.spec().name().value())
          .collect(Collectors.toSet());
    }

    Buckets.Locked locked() {
      Buckets.Locked locked = buckets;
      if (locked == null) {
        throw new IllegalStateException("The buckets are not locked");
      }
      return locked;
    }

    Round round(SpotBreaker.Setting setting) {
      return new Round(
              new Round.Known(
                  now,
                  locked().of(Limits.CREATE_FLEET),
                  locked().of(Limits.LAUNCHED_INSTANCES),
                  pools,
                  zones,
                  marks,
                  breakers,
                  setting,
                  onDemand),
              pending,
              () -> UUID.randomUUID().toString())
          .play(due);
    }
  }
}
