package dev.runnerfleet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.launch.LaunchRunner.Purpose;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.pace.core.Jitter;
import dev.runnerfleet.pace.core.Limit;
import dev.runnerfleet.pace.core.TokenBucket;
import dev.runnerfleet.provisioner.core.FleetReply;
import dev.runnerfleet.provisioner.core.Place;
import dev.runnerfleet.provisioner.core.Refusals;
import dev.runnerfleet.provisioner.core.launch.LaunchOrder;
import dev.runnerfleet.provisioner.core.launch.Plan;
import dev.runnerfleet.provisioner.core.launch.Situation;
import dev.runnerfleet.provisioner.core.launch.Verdict;
import dev.runnerfleet.provisioner.core.launch.Verdicts;
import dev.runnerfleet.provisioner.core.offering.Choice;
import dev.runnerfleet.provisioner.core.offering.Mark;
import dev.runnerfleet.provisioner.core.offering.Marks;
import dev.runnerfleet.provisioner.core.offering.SpotBreaker;
import dev.runnerfleet.sandbox.core.aws.Cloud;
import dev.runnerfleet.sandbox.core.aws.CloudSettings;
import dev.runnerfleet.sandbox.core.aws.fleet.AllocationStrategy;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetConfig;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetError;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetLaunch;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetOrder;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetOverride;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetTarget;
import dev.runnerfleet.sandbox.core.aws.template.TemplateData;
import dev.runnerfleet.sandbox.core.aws.template.TemplateRef;
import dev.runnerfleet.sandbox.core.fault.FaultKind;
import dev.runnerfleet.sandbox.core.fault.FaultOrder;
import dev.runnerfleet.sandbox.core.fault.Faults;
import dev.runnerfleet.sandbox.core.fault.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Half of the sandbox's offerings dry for ten minutes of its time, and a burst of orders every
 * twenty seconds: the provisioner's plans against the sandbox's EC2, both without their wires.
 */
class WorldDroughtTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration DROUGHT = Duration.ofMinutes(10);
  private static final String REGION = "us-east-1";
  private static final PoolName POOL = new PoolName("docker");
  private static final List<String> TYPES =
      List.of("m7i.large", "m6i.large", "m7a.large", "m6a.large", "c7i.large", "c6i.large");

  @RepeatedTest(20)
  void shouldAskADryOfferingForNoMoreThanItsProbingBudgetAndServeEveryJob(RepetitionInfo seed) {
    // Given
    Random random = new Random(seed.getCurrentRepetition());
    Ec2 ec2 = new Ec2();
    List<Place> places = new ArrayList<>();
    TYPES.forEach(
        type ->
            List.of("a", "b", "c")
                .forEach(z -> places.add(new Place(type, "subnet-0" + z, REGION + z))));
    Collections.shuffle(places, random);
    List<Place> dry = List.copyOf(places.subList(0, places.size() / 2));
    dry.forEach(ec2::runDry);
    // AWS serves on-demand by price alone, so that the cheapest are asked though they are dry.
    Market market =
        random.nextBoolean()
            ? new Market(Market.Spot.NEVER, false)
            : new Market(Market.Spot.ONLY, false);
    Provisioner provisioner = new Provisioner(ec2, places, market);

    // When
    for (int second = 0; second < 900; second++) {
      Instant now = START.plusSeconds(second);
      ec2.cloud.advance(now);
      if (second % 20 == 0 && second < 840) {
        provisioner.order(1 + random.nextInt(25), now);
      }
      provisioner.round(now);
    }

    // Then
    assertThat(provisioner.pending).isEmpty();
    assertThat(provisioner.failed).isZero();
    assertThat(provisioner.served).isEqualTo(provisioner.ordered).isPositive();
    for (Place place : dry) {
      List<Ask> during =
          ec2.asks.getOrDefault(place, List.of()).stream()
              .filter(ask -> ask.at().isBefore(START.plus(DROUGHT)))
              .toList();
      // The first tells of the drought; after each mark's expiry there is one probe for one.
      assertThat(during.stream().skip(1)).allMatch(ask -> ask.machines() == 1);
      assertThat(during).hasSizeLessThanOrEqualTo((int) DROUGHT.dividedBy(Refusals.SHORT) + 1);
    }
  }

  private record Ask(Instant at, int machines) {}

  /** The sandbox's EC2, called as the provisioner calls it. */
  private static final class Ec2 {
    private final Cloud cloud =
        new Cloud(new CloudSettings("123456789012", REGION, Duration.ofHours(1), 1), id -> false);
    private final Faults faults = new Faults(cloud.instances());
    private final Map<Place, List<Ask>> asks = new HashMap<>();

    Ec2() {
      cloud.disturb(faults);
      cloud.advance(START);
      TemplateData data =
          new TemplateData(
              new TreeMap<>(),
              "ami-0123456789abcdef0",
              null,
              null,
              null,
              null,
              List.of("sg-0f"),
              List.of(),
              Map.of());
      cloud.templates().create(null, "pool", null, data, Map.of(), START);
    }

    void runDry(Place place) {
      Target target =
          new Target(List.of(), List.of(place.instanceType()), List.of(place.zone()), List.of());
      faults.order(
          new FaultOrder("run-dry", new FaultKind.RunDry(target), Duration.ZERO, DROUGHT, null, 1),
          START);
    }

    FleetReply call(Choice.Buy buy, Instant now) {
      var reply = cloud.fleets().create(order(buy), null, now);
      List<FleetReply.Machine> machines = new ArrayList<>();
      for (FleetLaunch launch : reply.launches()) {
        asked(launch.override(), launch.instanceIds().size(), now);
        Place place = place(launch.override());
        launch
            .instanceIds()
            .forEach(
                id ->
                    machines.add(
                        new FleetReply.Machine(
                            new InstanceId(id),
                            new Offering(place.instanceType(), place.zone(), buy.market()))));
      }
      List<FleetReply.Shortfall> errors = new ArrayList<>();
      for (FleetError error : reply.errors()) {
        asked(error.override(), buy.size(), now);
        errors.add(new FleetReply.Shortfall(error.code(), place(error.override())));
      }
      return new FleetReply(machines, errors);
    }

    private static FleetOrder order(Choice.Buy buy) {
      FleetTarget target =
          switch (buy.market()) {
            case SPOT ->
                new FleetTarget(
                    dev.runnerfleet.sandbox.core.aws.catalogue.Market.SPOT,
                    AllocationStrategy.PRICE_CAPACITY_OPTIMIZED,
                    buy.size(),
                    0);
            case ON_DEMAND ->
                new FleetTarget(
                    dev.runnerfleet.sandbox.core.aws.catalogue.Market.ON_DEMAND,
                    AllocationStrategy.LOWEST_PRICE,
                    buy.size(),
                    0);
          };
      List<FleetOverride> overrides =
          buy.places().stream()
              .map(
                  place ->
                      new FleetOverride(
                          place.instanceType(), place.subnet(), place.zone(), null, null, null))
              .toList();
      return new FleetOrder(
          List.of(target),
          List.of(new FleetConfig(new TemplateRef(null, "pool"), "1", overrides)),
          Map.of());
    }

    private void asked(FleetOverride override, int machines, Instant now) {
      asks.computeIfAbsent(place(override), key -> new ArrayList<>()).add(new Ask(now, machines));
    }

    private static Place place(FleetOverride override) {
      return new Place(
          String.valueOf(override.instanceType()),
          String.valueOf(override.subnetId()),
          String.valueOf(override.zone()));
    }
  }

  /** The provisioner's shell without rows: plans, calls, learns. */
  private static final class Provisioner {
    private final Ec2 ec2;
    private final Situation.Source source;
    private final List<LaunchOrder> pending = new ArrayList<>();
    private final Map<String, Mark> marks = new HashMap<>();
    private TokenBucket calls = TokenBucket.full(new Limit(5, 2), START);
    private TokenBucket machines = TokenBucket.full(new Limit(1000, 2), START);
    private int ordered;
    private int served;
    private int failed;

    Provisioner(Ec2 ec2, List<Place> places, Market market) {
      this.ec2 = ec2;
      this.source = new Situation.Source(market, REGION, places, 0, SpotBreaker.CLOSED);
    }

    void order(int count, Instant now) {
      for (int i = 0; i < count; i++) {
        pending.add(
            new LaunchOrder(
                new RunnerId("r" + ++ordered), POOL, 1, Purpose.WAITING_JOB, null, now));
      }
    }

    void round(Instant now) {
      Plan plan =
          Plan.of(
              new Situation(
                  now,
                  calls,
                  machines,
                  pending,
                  Map.of(POOL, source),
                  new Marks(List.copyOf(marks.values())),
                  new SpotBreaker.Setting(0, Duration.ofMinutes(10), Duration.ofMinutes(10)),
                  Duration.ofSeconds(30)));
      calls = plan.calls();
      machines = plan.machines();
      failed += plan.failures().size();
      plan.probed().forEach(mark -> marks.put(mark.closure().key(), mark));
      plan.planned().forEach(call -> pending.removeAll(call.orders()));
      plan.planned().forEach(call -> carryOut(call, now));
    }

    private void carryOut(Plan.Call call, Instant now) {
      FleetReply reply = ec2.call(call.buy(), now);
      Verdict.Settled settled =
          Verdicts.afterReply(
              new Verdicts.Called(
                  call.orders().stream().map(LaunchOrder::runner).toList(),
                  call.buy().market(),
                  REGION,
                  call.buy().places(),
                  Jitter.SHORTEST),
              reply,
              now);
      served += settled.launched().size();
      Marks.Change change =
          new Marks(List.copyOf(marks.values()))
              .answered(
                  call.buy().places(),
                  reply.machines().stream().map(FleetReply.Machine::offering).toList(),
                  settled.closures(),
                  REGION,
                  call.buy().market(),
                  now);
      change.kept().forEach(mark -> marks.put(mark.closure().key(), mark));
      change.forgotten().forEach(mark -> marks.remove(mark.closure().key()));
      settled.closures().forEach(closure -> marks.put(closure.key(), Mark.of(closure)));
      call.orders().stream()
          .filter(order -> settled.leftovers().contains(order.runner()))
          .forEach(pending::add);
    }
  }
}
