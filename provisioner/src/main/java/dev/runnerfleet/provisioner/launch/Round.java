package dev.runnerfleet.provisioner.launch;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.pace.core.TokenBucket;
import dev.runnerfleet.provisioner.core.Place;
import dev.runnerfleet.provisioner.core.launch.LaunchOrder;
import dev.runnerfleet.provisioner.core.launch.Plan;
import dev.runnerfleet.provisioner.core.launch.Situation;
import dev.runnerfleet.provisioner.core.offering.Mark;
import dev.runnerfleet.provisioner.core.offering.Marks;
import dev.runnerfleet.provisioner.core.offering.SpotBreaker;
import dev.runnerfleet.provisioner.ec2.FleetCall;
import dev.runnerfleet.provisioner.pool.Pool;
import dev.runnerfleet.provisioner.runner.RunnerRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One round of gathering in one throttle domain: turns what it found locked and ready into a plan,
 * and the plan into rows. Lives inside one transaction.
 */
final class Round {

  /** Told where the pool's machines boot and never enrol. */
  private static final String NEVER_ENROLS = "NEVER_ENROLS";

  private final Known known;
  private final Supplier<String> launchIds;
  private final Map<String, RunnerRow> pending = new HashMap<>();
  private TokenBucket callTokens;
  private TokenBucket machineTokens;
  private Optional<Instant> again = Optional.empty();

  private final List<FleetCall> calls = new ArrayList<>();
  private final List<LaunchRow> intents = new ArrayList<>();
  private final List<LaunchFailed> failures = new ArrayList<>();
  private final List<RunnerRow> probes = new ArrayList<>();
  private List<Mark> probed = List.of();
  private Map<PoolName, SpotBreaker> trials = Map.of();

  /**
   * What the round goes by.
   *
   * @param callTokens the bucket of CreateFleet calls
   * @param machineTokens the bucket of launched machines
   * @param pools by name
   * @param zones by subnet
   * @param onDemand how many on-demand machines the pools have
   */
  record Known(
      Instant now,
      TokenBucket callTokens,
      TokenBucket machineTokens,
      Map<String, Pool> pools,
      Map<String, String> zones,
      Marks marks,
      Map<PoolName, SpotBreaker> breakers,
      SpotBreaker.Setting breakerSetting,
      Map<String, Integer> onDemand) {}

  Round(Known known, List<RunnerRow> pending, Supplier<String> launchIds) {
    this.known = known;
    this.callTokens = known.callTokens();
    this.machineTokens = known.machineTokens();
    this.launchIds = launchIds;
    pending.forEach(row -> this.pending.put(row.id, row));
  }

  /** Old calls first, as machines may wait for their outcome; then new ones, the urgent first. */
  Round play(List<LaunchRow> due) {
    due.forEach(this::repeat);
    List<LaunchOrder> orders = launchable();
    if (!orders.isEmpty()) {
      carryOut(Plan.of(situation(orders)));
    }
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

  TokenBucket callTokens() {
    return callTokens;
  }

  TokenBucket machineTokens() {
    return machineTokens;
  }

  List<Mark> probed() {
    return probed;
  }

  Map<PoolName, SpotBreaker> trials() {
    return trials;
  }

  /** When to come back because something waits for a token; nothing where nothing does. */
  Optional<Instant> again() {
    return again;
  }

  private void repeat(LaunchRow row) {
    Optional<TokenBucket> after = callTokens.take(known.now());
    if (after.isEmpty()) {
      callTokens = callTokens.filled(known.now());
      again = Optional.of(callTokens.nextTokenAt());
      return;
    }
    callTokens = after.get();
    boolean lookFirst = row.state == LaunchState.CALLING || row.attempt > 1 || row.tries > 0;
    row.hold(known.now());
    calls.add(row.call(lookFirst));
  }

  /** The orders that only a token keeps from being called; those that never will be are failed. */
  private List<LaunchOrder> launchable() {
    List<LaunchOrder> orders = new ArrayList<>();
    Map<String, Integer> letThrough = new HashMap<>();
    for (RunnerRow row : pending.values()) {
      Pool pool = known.pools().get(row.pool);
      if (pool == null || pool.spec().revision() < row.poolRevision) {
        continue; // the pool's topic has not brought it yet
      }
      String problem = pool.problem();
      if (pool.gone()) {
        failures.add(row.fail(LaunchFailed.Reason.POOL_GONE, "", known.now()));
      } else if (problem != null) {
        failures.add(row.fail(LaunchFailed.Reason.BAD_CONFIGURATION, problem, known.now()));
      } else if (!pool.lets(row.runnerId(), letThrough.getOrDefault(row.pool, 0), known.now())) {
        failures.add(row.fail(LaunchFailed.Reason.BAD_CONFIGURATION, NEVER_ENROLS, known.now()));
      } else if (pool.template() != null) {
        letThrough.merge(row.pool, 1, Integer::sum);
        orders.add(
            new LaunchOrder(
                row.runnerId(),
                row.poolName(),
                pool.spec().revision(),
                row.purpose,
                row.wantedMarket,
                row.decidedAt));
      }
    }
    return orders;
  }

  private Situation situation(List<LaunchOrder> orders) {
    Map<PoolName, Situation.Source> sources = new HashMap<>();
    for (LaunchOrder order : orders) {
      sources.computeIfAbsent(order.pool(), name -> source(pool(name)));
    }
    return new Situation(
        known.now(),
        callTokens,
        machineTokens,
        orders,
        sources,
        known.marks(),
        known.breakerSetting(),
        LaunchRow.LEASE);
  }

  private Situation.Source source(Pool pool) {
    PoolName name = pool.spec().name();
    return new Situation.Source(
        pool.spec().market(),
        pool.spec().region(),
        places(pool),
        known.onDemand().getOrDefault(name.value(), 0),
        known.breakers().getOrDefault(name, SpotBreaker.CLOSED));
  }

  private List<Place> places(Pool pool) {
    List<Place> places = new ArrayList<>();
    for (String type : pool.instanceTypes()) {
      for (String subnet : pool.spec().machine().subnets()) {
        places.add(new Place(type, subnet, known.zones().getOrDefault(subnet, "")));
      }
    }
    return places;
  }

  private void carryOut(Plan plan) {
    plan.planned().forEach(this::call);
    for (Plan.Failure failure : plan.failures()) {
      RunnerRow row = row(failure.runner().value());
      failures.add(row.fail(failure.reason(), failure.detail(), known.now()));
    }
    callTokens = plan.calls();
    machineTokens = plan.machines();
    probed = plan.probed();
    trials = plan.trials();
    again = again.isPresent() ? again : plan.again();
  }

  private void call(Plan.Call planned) {
    Pool pool = pool(planned.pool());
    Pool.Template template = pool.template();
    if (template == null) {
      throw new IllegalStateException("Planned for a pool that is not ready");
    }
    LaunchRow intent = LaunchRow.intent(launchIds.get(), planned, pool, template, known.now());
    for (LaunchOrder order : planned.orders()) {
      RunnerRow row = row(order.runner().value());
      row.called(
          intent.id,
          planned.poolRevision(),
          pool.spec().region(),
          planned.buy().market(),
          known.now());
      if (pool.boots().stops()) {
        probes.add(row);
      }
    }
    intents.add(intent);
    calls.add(intent.call(false));
  }

  private Pool pool(PoolName name) {
    Pool pool = known.pools().get(name.value());
    if (pool == null) {
      throw new IllegalStateException("Pool %s is not known".formatted(name));
    }
    return pool;
  }

  private RunnerRow row(String id) {
    RunnerRow row = pending.get(id);
    if (row == null) {
      throw new IllegalStateException("Runner %s is not pending".formatted(id));
    }
    return row;
  }
}
