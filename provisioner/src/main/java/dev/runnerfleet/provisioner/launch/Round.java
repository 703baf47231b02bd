package dev.runnerfleet.provisioner.launch;

import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.provisioner.core.Place;
import dev.runnerfleet.provisioner.core.launch.Gathered;
import dev.runnerfleet.provisioner.core.launch.LaunchOrder;
import dev.runnerfleet.provisioner.core.offering.Choice;
import dev.runnerfleet.provisioner.core.offering.Closure;
import dev.runnerfleet.provisioner.core.pace.TokenBucket;
import dev.runnerfleet.provisioner.ec2.FleetCall;
import dev.runnerfleet.provisioner.pool.Pool;
import dev.runnerfleet.provisioner.runner.RunnerRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One round of gathering in one throttle domain: what it found locked and ready, and what it makes
 * of that. Lives inside one transaction.
 */
final class Round {

  /** Longer than a call can take: after this its maker is taken to be gone. */
  static final Duration LEASE = Duration.ofSeconds(30);

  /** Told where the pool's machines boot and never enrol. */
  private static final String NEVER_ENROLS = "NEVER_ENROLS";

  private final Instant now;
  private final Supplier<String> launchIds;
  private final Map<String, RunnerRow> pending = new HashMap<>();
  private final Map<String, Pool> pools;
  private final Map<String, String> zones;
  private final List<Closure> closures;
  private TokenBucket bucket;
  private boolean starved;

  private final List<FleetCall> calls = new ArrayList<>();
  private final List<LaunchRow> intents = new ArrayList<>();
  private final List<LaunchFailed> failures = new ArrayList<>();
  private final List<RunnerRow> probes = new ArrayList<>();

  Round(
      Instant now,
      TokenBucket bucket,
      List<RunnerRow> pending,
      Map<String, Pool> pools,
      Map<String, String> zones,
      List<Closure> closures,
      Supplier<String> launchIds) {
    this.now = now;
    this.bucket = bucket;
    this.pools = pools;
    this.zones = zones;
    this.closures = closures;
    this.launchIds = launchIds;
    pending.forEach(row -> this.pending.put(row.id, row));
  }

  /** Old calls first, as machines may wait for their outcome; then new ones, the urgent first. */
  Round play(List<LaunchRow> due) {
    due.forEach(this::repeat);
    Gathered.from(launchable(), Gathered.MOST_PER_CALL).forEach(this::call);
    return this;
  }

  List<FleetCall> calls() {
    return calls;
  }

  List<LaunchRow> intents() {
    return intents;
  }

  List<LaunchFailed> failures() {
    return failures;
  }

  /** The runners launched to find out whether machines of a stopped pool enrol by now. */
  List<RunnerRow> probes() {
    return probes;
  }

  TokenBucket bucket() {
    return bucket;
  }

  /** When to come back because something waits for a token; nothing where nothing does. */
  Optional<Instant> again() {
    return starved ? Optional.of(bucket.nextTokenAt()) : Optional.empty();
  }

  private void repeat(LaunchRow row) {
    if (takeToken()) {
      boolean lookFirst = row.state == LaunchState.CALLING || row.attempt > 1 || row.tries > 0;
      row.hold(now, LEASE);
      calls.add(row.call(lookFirst));
    }
  }

  /** The orders that only a token keeps from being called; those that never will be are failed. */
  private List<LaunchOrder> launchable() {
    List<LaunchOrder> orders = new ArrayList<>();
    Map<String, Integer> letThrough = new HashMap<>();
    for (RunnerRow row : pending.values()) {
      Pool pool = pools.get(row.pool);
      if (pool == null || pool.spec().revision() < row.poolRevision) {
        continue; // the pool's topic has not brought it yet
      }
      String problem = pool.problem();
      if (pool.gone()) {
        failures.add(row.fail(LaunchFailed.Reason.POOL_GONE, "", now));
      } else if (problem != null) {
        failures.add(row.fail(LaunchFailed.Reason.BAD_CONFIGURATION, problem, now));
      } else if (!pool.lets(row.runnerId(), letThrough.getOrDefault(row.pool, 0), now)) {
        failures.add(row.fail(LaunchFailed.Reason.BAD_CONFIGURATION, NEVER_ENROLS, now));
      } else if (pool.template() != null) {
        letThrough.merge(row.pool, 1, Integer::sum);
        orders.add(
            new LaunchOrder(
                row.runnerId(),
                row.poolName(),
                pool.spec().revision(),
                row.purpose,
                row.decidedAt));
      }
    }
    return orders;
  }

  private void call(Gathered gathered) {
    Pool pool = pools.get(gathered.pool().value());
    Pool.Template template = pool == null ? null : pool.template();
    if (pool == null || template == null) {
      throw new IllegalStateException("Gathered for a pool that is not ready");
    }
    switch (Choice.of(pool.spec().market(), places(pool), closures, now)) {
      case Choice.Nothing(LaunchFailed.Reason reason, String detail) ->
          rows(gathered).forEach(row -> failures.add(row.fail(reason, detail, now)));
      case Choice.Buy buy -> {
        if (takeToken()) {
          LaunchRow row =
              LaunchRow.intent(launchIds.get(), gathered, pool, template, buy, now, LEASE);
          rows(gathered)
              .forEach(
                  runner ->
                      runner.called(row.id, gathered.poolRevision(), pool.spec().region(), now));
          if (pool.boots().stops()) {
            probes.addAll(rows(gathered));
          }
          intents.add(row);
          calls.add(row.call(false));
        }
      }
    }
  }

  private boolean takeToken() {
    Optional<TokenBucket> after = bucket.take(now);
    bucket = after.orElseGet(() -> bucket.filled(now));
    starved |= after.isEmpty();
    return after.isPresent();
  }

  private List<RunnerRow> rows(Gathered gathered) {
    List<RunnerRow> rows = new ArrayList<>();
    for (LaunchOrder order : gathered.orders()) {
      RunnerRow row = pending.get(order.runner().value());
      if (row != null) {
        rows.add(row);
      }
    }
    return rows;
  }

  private List<Place> places(Pool pool) {
    List<Place> places = new ArrayList<>();
    for (String type : pool.instanceTypes()) {
      for (String subnet : pool.spec().machine().subnets()) {
        places.add(new Place(type, subnet, zones.getOrDefault(subnet, "")));
      }
    }
    return places;
  }
}
