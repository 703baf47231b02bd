package dev.runnerfleet.provisioner.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.launch.LaunchRunner.Purpose;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.pace.core.Limit;
import dev.runnerfleet.pace.core.TokenBucket;
import dev.runnerfleet.provisioner.core.Place;
import dev.runnerfleet.provisioner.core.offering.Marks;
import dev.runnerfleet.provisioner.core.offering.SpotBreaker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PlanTest {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final PoolName POOL = new PoolName("docker");
  private static final Place PLACE = new Place("m7i.large", "subnet-0a", "us-east-1a");
  private static final SpotBreaker.Setting BREAKER =
      new SpotBreaker.Setting(5, Duration.ofMinutes(10), Duration.ofMinutes(10));
  private static final Limit CALLS = new Limit(5, 2);
  private static final Limit MACHINES = new Limit(1000, 2);

  @Property(tries = 200)
  void shouldSpendNoTokenThatIsNotThere(
      @ForAll @Size(max = 60) List<Purpose> purposes,
      @ForAll @IntRange(max = 5) int calls,
      @ForAll @IntRange(max = 80) int machines) {
    // Given
    List<LaunchOrder> orders =
        IntStream.range(0, purposes.size())
            .mapToObj(i -> order("r" + i, "pool-" + i % 7, purposes.get(i), null))
            .toList();

    // When
    Plan plan = Plan.of(situation(orders, bucket(CALLS, calls), bucket(MACHINES, machines), 0));

    // Then
    assertThat(plan.planned()).hasSizeLessThanOrEqualTo(calls);
    int planned = plan.planned().stream().mapToInt(call -> call.orders().size()).sum();
    assertThat(planned).isLessThanOrEqualTo(machines);
    assertThat(plan.calls().whole()).isEqualTo(calls - plan.planned().size());
    assertThat(plan.machines().whole()).isEqualTo(machines - planned);
    assertThat(plan.again().isPresent()).isEqualTo(planned < orders.size());
    assertThat(plan.planned().stream().flatMap(call -> call.orders().stream()))
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldGiveScarceTokensToWaitingJobsFirst() {
    // Given
    List<LaunchOrder> orders =
        List.of(
            order("r1", "warm", Purpose.WARM_BUFFER, null),
            order("r2", "foreseen", Purpose.FORESEEN_JOB, null),
            order("r3", "waiting", Purpose.WAITING_JOB, null),
            order("r4", "warm", Purpose.WAITING_JOB, null));

    // When
    Plan plan = Plan.of(situation(orders, bucket(CALLS, 2), bucket(MACHINES, 2), 0));

    // Then
    assertThat(plan.planned().stream().flatMap(call -> call.orders().stream()))
        .extracting(order -> order.runner().value())
        .containsExactlyInAnyOrder("r3", "r4");
  }

  @Test
  void shouldNotMixOrdersThatNeedSpotWithThoseThatFillTheOnDemandBase() {
    // Given
    List<LaunchOrder> orders =
        List.of(
            order("r1", POOL.value(), Purpose.WAITING_JOB, Offering.Market.SPOT),
            order("r2", POOL.value(), Purpose.WAITING_JOB, null),
            order("r3", POOL.value(), Purpose.WAITING_JOB, null));

    // When
    Plan plan = Plan.of(situation(orders, bucket(CALLS, 5), bucket(MACHINES, 100), 1));

    // Then
    assertThat(plan.planned())
        .extracting(
            call -> call.buy().market(),
            call -> call.orders().stream().map(order -> order.runner().value()).toList())
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(Offering.Market.SPOT, List.of("r1")),
            org.assertj.core.groups.Tuple.tuple(Offering.Market.ON_DEMAND, List.of("r2")),
            org.assertj.core.groups.Tuple.tuple(Offering.Market.SPOT, List.of("r3")));
  }

  private static Situation situation(
      List<LaunchOrder> orders, TokenBucket calls, TokenBucket machines, int base) {
    Map<PoolName, Situation.Source> pools = new java.util.HashMap<>();
    orders.forEach(
        order ->
            pools.put(
                order.pool(),
                new Situation.Source(
                    new Market(Market.Spot.PREFERRED, true, base, null),
                    "us-east-1",
                    List.of(PLACE),
                    0,
                    SpotBreaker.CLOSED)));
    return new Situation(
        START, calls, machines, orders, pools, Marks.NONE, BREAKER, Duration.ofSeconds(30));
  }

  private static TokenBucket bucket(Limit limit, int tokens) {
    TokenBucket full = TokenBucket.full(limit, START);
    return full.takeUpTo((int) limit.capacity() - tokens, START);
  }

  private static LaunchOrder order(
      String runner,
      String pool,
      Purpose purpose,
      Offering.@org.jspecify.annotations.Nullable Market market) {
    return new LaunchOrder(new RunnerId(runner), new PoolName(pool), 1, purpose, market, START);
  }
}
