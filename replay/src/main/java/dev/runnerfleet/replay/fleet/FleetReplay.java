package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.launch.LaunchCommand;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.retire.RetireCommand;
import dev.runnerfleet.provisioner.core.Place;
import dev.runnerfleet.replay.outcome.Course;
import dev.runnerfleet.replay.outcome.Ledger;
import dev.runnerfleet.replay.outcome.Outcome;
import dev.runnerfleet.replay.time.Timeline;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.trace.TracedJob;
import dev.runnerfleet.replay.world.Arrivals;
import dev.runnerfleet.replay.world.Aws;
import dev.runnerfleet.replay.world.Conditions;
import dev.runnerfleet.replay.world.GitLab;
import dev.runnerfleet.replay.world.Host;
import dev.runnerfleet.replay.world.Hosts;
import dev.runnerfleet.replay.world.Watch;
import dev.runnerfleet.replay.world.Work;
import dev.runnerfleet.scaler.core.FleetLimits;
import dev.runnerfleet.scaler.core.pool.LaunchHealth;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.pool.PoolChoice;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** A trace's jobs through Runnerfleet, from the webhook to the termination. */
public final class FleetReplay implements Commands {

  private static final Duration PRICES_EVERY = Duration.ofHours(1);

  private final Timeline timeline;
  private final Conditions conditions;
  private final Ledger ledger;
  private final Hosts hosts;
  private final Scaling scaling;
  private final List<Pool> pools;
  private final Map<String, Region> regions = new LinkedHashMap<>();
  private final Map<PoolName, Region> regionOf = new HashMap<>();
  private final Map<Set<String>, Boolean> matched = new HashMap<>();

  private FleetReplay(
      List<PoolSpec> specs,
      FleetLimits limits,
      Conditions conditions,
      Variation variation,
      Trace trace,
      Ledger ledger) {
    this.timeline = new Timeline(trace.start());
    this.conditions = conditions;
    this.ledger = ledger;
    JobsTold told = new JobsTold(timeline, ledger, variation, this::unit, this::hear, this::retry);
    SplittableRandom random = new SplittableRandom(conditions.seed());
    hosts = new Hosts(timeline, new GitLab(), conditions, random, told);
    pools = specs.stream().map(spec -> new Pool(spec, false, false, LaunchHealth.GOOD)).toList();
    Desks desks = new Desks(pools, limits);
    Ordered ordered = new Ordered();
    Deciding deciding =
        new Deciding(timeline, desks, this, ordered::told, variation, told::endSoon);
    scaling = new Scaling(timeline, desks, deciding, conditions.oneWay());
    ordered.scaling = scaling;
    for (PoolSpec spec : specs) {
      open(spec, regions.computeIfAbsent(spec.region(), this::region));
    }
  }

  /** Deciding orders machines that scaling keeps, which is made after it. */
  private static final class Ordered {
    @org.jspecify.annotations.Nullable Scaling scaling;

    void told(dev.runnerfleet.scaler.core.fleet.Runner runner, Desk desk) {
      if (scaling != null) {
        scaling.ordered(runner, desk);
      }
    }
  }

  /** Replays to the end of the last job, or until the watch has seen enough. */
  public static Outcome run(
      Trace trace, List<PoolSpec> pools, FleetLimits limits, Conditions conditions, Watch watch) {
    return run(trace, pools, limits, conditions, Variation.NONE, watch);
  }

  /** The same with another way to decide. */
  public static Outcome run(
      Trace trace,
      List<PoolSpec> pools,
      FleetLimits limits,
      Conditions conditions,
      Variation variation,
      Watch watch) {
    Ledger ledger = new Ledger(Course.of(trace));
    FleetReplay replay = new FleetReplay(pools, limits, conditions, variation, trace, ledger);
    new Arrivals(replay.timeline, trace, replay::come).play(ledger, watch);
    int slots = pools.stream().mapToInt(pool -> pool.capacity().slotsPerRunner()).max().orElse(1);
    return ledger.close("Runnerfleet", slots, replay.timeline.now());
  }

  private Region region(String name) {
    Machines machines = new Machines(timeline, hosts, ledger, event -> scaling.learn(event));
    Aws aws = new Aws(name, conditions, timeline, machines);
    Units units = new Units(timeline, ledger, aws);
    Provisioning provisioning =
        new Provisioning(timeline, units, conditions.roundTrip(), event -> scaling.learn(event));
    Reaping reaping =
        new Reaping(
            timeline,
            units,
            aws,
            hosts,
            ledger,
            conditions.oneWay(),
            event -> scaling.learn(event));
    Region region = new Region(name, aws, units, provisioning, reaping);
    machines.in(region);
    return region;
  }

  private void open(PoolSpec pool, Region region) {
    List<Place> places = region.places(pool);
    region.provisioning().add(pool, places);
    regionOf.put(pool.name(), region);
    price(pool, region, places);
  }

  private void price(PoolSpec pool, Region region, List<Place> places) {
    scaling.learn(region.prepared(pool, places, timeline.now()));
    timeline.after(PRICES_EVERY, () -> price(pool, region, places));
  }

  private void come(TracedJob job) {
    Instant now = timeline.now();
    ledger.queued(now);
    boolean taken =
        matched.computeIfAbsent(
            job.tags(), tags -> PoolChoice.of(tags, false, pools, pool -> false, now).isPresent());
    if (taken) {
      hosts.queue(job);
    } else {
      ledger.unmatched(job.tags(), now);
    }
  }

  @Override
  public void launch(LaunchCommand command) {
    of(command.pool()).provisioning().order(command);
  }

  @Override
  public void retire(RetireCommand command) {
    of(command.pool()).reaping().order(command);
  }

  private Region of(PoolName pool) {
    Region region = regionOf.get(pool);
    if (region == null) {
      throw new IllegalStateException("No such pool: " + pool);
    }
    return region;
  }

  private Unit unit(Host host) {
    return regions.values().stream()
        .flatMap(region -> region.units().of(host.instance()).stream())
        .findFirst()
        .orElseThrow();
  }

  private void hear(DemandEvent event) {
    scaling.hear(event);
  }

  private void retry(Work work) {
    hosts.retry(work);
  }
}
