package dev.runnerfleet.provisioner.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.launch.LaunchRunner.Purpose;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.pace.core.Jitter;
import dev.runnerfleet.pace.core.Limit;
import dev.runnerfleet.pace.core.TokenBucket;
import dev.runnerfleet.provisioner.core.FleetReply;
import dev.runnerfleet.provisioner.core.Place;
import dev.runnerfleet.provisioner.core.Refusals;
import dev.runnerfleet.provisioner.core.offering.Mark;
import dev.runnerfleet.provisioner.core.offering.Marks;
import dev.runnerfleet.provisioner.core.offering.SpotBreaker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Half of all offerings dry for ten minutes, with bursts all the while, in virtual time. */
class DroughtTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration DROUGHT = Duration.ofMinutes(10);
  private static final PoolName POOL = new PoolName("docker");
  private static final SpotBreaker.Setting BREAKER =
      new SpotBreaker.Setting(5, Duration.ofMinutes(10), Duration.ofMinutes(10));
  private static final List<String> TYPES =
      List.of("m7i.large", "m6i.large", "m7a.large", "m6a.large", "c7i.large", "c6i.large");

  @Property(tries = 60)
  void shouldAskADryOfferingForNoMoreThanItsProbingBudgetAndServeEveryOrder(@ForAll long seed) {
    // Given
    Random random = new Random(seed);
    List<Place> places = new ArrayList<>();
    TYPES.forEach(
        type ->
            List.of("a", "b", "c")
                .forEach(z -> places.add(new Place(type, "subnet-0" + z, "us-east-1" + z))));
    List<Place> shuffled = new ArrayList<>(places);
    java.util.Collections.shuffle(shuffled, random);
    Set<Place> dry = new HashSet<>(shuffled.subList(0, places.size() / 2));
    DryCloud cloud =
        new DryCloud((place, at) -> dry.contains(place) && at.isBefore(START.plus(DROUGHT)));
    Fleet fleet = new Fleet(cloud, shuffled);

    // When
    for (int second = 0; second < 900; second++) {
      Instant now = START.plusSeconds(second);
      if (second % 20 == 0 && second < 840) {
        fleet.order(1 + random.nextInt(25), now);
      }
      fleet.round(now);
    }

    // Then
    assertThat(fleet.pending).isEmpty();
    assertThat(fleet.failed).isZero();
    assertThat(fleet.served).isEqualTo(fleet.ordered);
    for (Place place : dry) {
      List<DryCloud.Ask> during =
          cloud.asks.getOrDefault(place, List.of()).stream()
              .filter(ask -> ask.at().isBefore(START.plus(DROUGHT)))
              .toList();
      // The first tells of the drought; after each mark's expiry there is one probe for one.
      assertThat(during.stream().skip(1)).allMatch(ask -> ask.machines() == 1);
      long expiries = DROUGHT.dividedBy(Refusals.SHORT);
      assertThat(during.size()).isLessThanOrEqualTo((int) expiries + 1);
    }
  }

  /** The shell's part, without rows: plans, calls, learns. */
  private static final class Fleet {
    private final DryCloud cloud;
    private final List<Place> places;
    private final List<LaunchOrder> pending = new ArrayList<>();
    private final Map<String, Mark> marks = new HashMap<>();
    private TokenBucket calls = TokenBucket.full(new Limit(5, 2), START);
    private TokenBucket machines = TokenBucket.full(new Limit(1000, 2), START);
    private int ordered;
    private int served;
    private int failed;

    Fleet(DryCloud cloud, List<Place> places) {
      this.cloud = cloud;
      this.places = places;
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
                  Map.of(
                      POOL,
                      new Situation.Source(
                          new Market(Market.Spot.ONLY, false),
                          "us-east-1",
                          places,
                          0,
                          SpotBreaker.CLOSED)),
                  new Marks(List.copyOf(marks.values())),
                  BREAKER,
                  Duration.ofSeconds(30)));
      calls = plan.calls();
      machines = plan.machines();
      failed += plan.failures().size();
      plan.probed().forEach(mark -> marks.put(mark.closure().key(), mark));
      plan.planned().forEach(call -> pending.removeAll(call.orders()));
      plan.planned().forEach(call -> carryOut(call, now));
    }

    private void carryOut(Plan.Call call, Instant now) {
      FleetReply reply = cloud.answer(call.buy(), now);
      Verdict.Settled settled =
          Verdicts.afterReply(
              new Verdicts.Called(
                  call.orders().stream().map(LaunchOrder::runner).toList(),
                  call.buy().market(),
                  "us-east-1",
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
                  "us-east-1",
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
