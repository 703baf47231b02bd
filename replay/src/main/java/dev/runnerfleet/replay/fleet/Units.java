package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.provisioner.core.FleetReply;
import dev.runnerfleet.provisioner.core.Place;
import dev.runnerfleet.provisioner.core.Refusals;
import dev.runnerfleet.provisioner.core.launch.LaunchOrder;
import dev.runnerfleet.provisioner.core.launch.Plan;
import dev.runnerfleet.provisioner.core.launch.Verdict;
import dev.runnerfleet.replay.outcome.Ledger;
import dev.runnerfleet.replay.outcome.Rented;
import dev.runnerfleet.replay.time.Timeline;
import dev.runnerfleet.replay.world.Aws;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetError;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetLaunch;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The machines of one region, from the call that makes them, in the provisioner's terms and AWS's.
 */
final class Units implements Fleetcalls {

  private static final String CREATE_FLEET = "CreateFleet";

  private final Timeline timeline;
  private final Ledger ledger;
  private final Aws aws;
  private final Map<String, Unit> byInstance = new HashMap<>();
  private final Map<RunnerId, Unit> byRunner = new HashMap<>();
  private final Map<PoolName, Integer> onDemand = new HashMap<>();

  Units(Timeline timeline, Ledger ledger, Aws aws) {
    this.timeline = timeline;
    this.ledger = ledger;
    this.aws = aws;
  }

  Optional<Unit> of(String instance) {
    return Optional.ofNullable(byInstance.get(instance));
  }

  Optional<Unit> of(RunnerId runner) {
    return Optional.ofNullable(byRunner.get(runner));
  }

  @Override
  public Answer call(PoolSpec pool, Plan.Call call) {
    ledger.called(CREATE_FLEET);
    Market market = market(call.buy().market());
    List<Aws.Spot> spots =
        call.buy().places().stream()
            .map(place -> new Aws.Spot(place.instanceType(), place.subnet()))
            .toList();
    try {
      var reply = aws.createFleet(market, call.buy().size(), spots);
      FleetReply ours = ours(reply.launches(), reply.errors(), call.buy().places());
      rent(pool, call, ours);
      return new Answer.Replied(ours);
    } catch (Refusal refusal) {
      ledger.refused(CREATE_FLEET);
      return new Answer.Refused(Refusals.of(refusal.code(), refusal.status()));
    }
  }

  // Machines are given to runners in the order of both, as the provisioner's verdict does.
  private void rent(PoolSpec pool, Plan.Call call, FleetReply reply) {
    for (int i = 0; i < Math.min(reply.machines().size(), call.orders().size()); i++) {
      String id = reply.machines().get(i).instance().value();
      Instance instance = aws.instance(id);
      Rented rented =
          ledger.rent(
              call.buy().market(),
              instance.hourlyPrice(),
              instance.offering().type().onDemandPrice(),
              timeline.now());
      Unit unit =
          new Unit(
              call.orders().get(i).runner(),
              pool,
              reply.machines().get(i).instance(),
              call.buy().market(),
              rented,
              timeline.now());
      byInstance.put(id, unit);
      byRunner.put(unit.runner(), unit);
      count(unit, 1);
    }
  }

  @Override
  public List<RunnerEvent> launched(PoolSpec pool, Plan.Call call, Verdict.Settled settled) {
    Map<RunnerId, LaunchOrder> orders = new LinkedHashMap<>();
    call.orders().forEach(order -> orders.put(order.runner(), order));
    List<RunnerEvent> events = new ArrayList<>();
    orders.forEach(
        (runner, order) -> {
          FleetReply.Machine machine = settled.launched().get(runner);
          Unit unit = byRunner.get(runner);
          if (machine != null && unit != null) {
            events.add(
                new RunnerLaunched(
                    runner,
                    pool.name(),
                    machine.instance(),
                    pool.region(),
                    machine.offering(),
                    unit.rented().hourlyPrice(),
                    call.poolRevision(),
                    null,
                    unit.launchedAt(),
                    timeline.now()));
          }
        });
    return events;
  }

  /** The machine is gone, by whomever; false where that was known. */
  boolean end(Unit unit) {
    if (unit.hasEnded()) {
      return false;
    }
    unit.end();
    ledger.giveBack(unit.rented(), timeline.now());
    count(unit, -1);
    return true;
  }

  /** Nobody will ask for it any more. */
  void forget(Unit unit) {
    byInstance.remove(unit.instance().value());
    byRunner.remove(unit.runner());
  }

  @Override
  public int onDemandMachines(PoolName pool) {
    return onDemand.getOrDefault(pool, 0);
  }

  private void count(Unit unit, int change) {
    if (unit.market() == Offering.Market.ON_DEMAND) {
      onDemand.merge(unit.pool().name(), change, Integer::sum);
    }
  }

  private FleetReply ours(List<FleetLaunch> launches, List<FleetError> errors, List<Place> asked) {
    Map<String, Place> places = new HashMap<>();
    asked.forEach(place -> places.put(key(place.instanceType(), place.subnet()), place));
    List<FleetReply.Machine> machines = new ArrayList<>();
    for (FleetLaunch launch : launches) {
      Offering offering =
          new Offering(
              launch.offering().type().name(),
              launch.offering().zone().name(),
              switch (launch.offering().market()) {
                case SPOT -> Offering.Market.SPOT;
                case ON_DEMAND -> Offering.Market.ON_DEMAND;
              });
      launch
          .instanceIds()
          .forEach(id -> machines.add(new FleetReply.Machine(new InstanceId(id), offering)));
    }
    List<FleetReply.Shortfall> shortfalls =
        errors.stream()
            .map(
                error ->
                    new FleetReply.Shortfall(
                        error.code(),
                        Objects.requireNonNull(
                            places.get(
                                key(
                                    String.valueOf(error.override().instanceType()),
                                    String.valueOf(error.override().subnetId()))))))
            .toList();
    return new FleetReply(machines, shortfalls);
  }

  private static String key(String type, String subnet) {
    return type + " " + subnet;
  }

  private static Market market(Offering.Market market) {
    return switch (market) {
      case SPOT -> Market.SPOT;
      case ON_DEMAND -> Market.ON_DEMAND;
    };
  }

  /** What a place costs at a market now. */
  Usd price(Place place, Offering.Market market) {
    return aws.price(place.instanceType(), place.subnet(), market(market), timeline.now());
  }
}
