package dev.runnerfleet.scaler.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.Offering.Market;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.decision.Decision.Retirement;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.fleet.RunnerState;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.queue.Queue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class ScalingPolicyPropertiesTest {

  private static final int STEPS = 60;
  private static final Duration IDLE_TIME = Duration.ofMinutes(10);

  @Property(tries = 200)
  void shouldNeverPassMaxRunnersNorRetireARunnerWithAJob(
      @ForAll long seed,
      @ForAll @IntRange(max = 8) int max,
      @ForAll @IntRange(max = 4) int idle,
      @ForAll @IntRange(max = 3) int growth,
      @ForAll @IntRange(max = 3) int maxJobs) {
    Capacity capacity = new Capacity(1, max, idle, IDLE_TIME, maxJobs, growth, Duration.ofHours(2));
    World world = new World(seed, Example.pool(capacity));
    for (int i = 0; i < STEPS; i++) {
      world.step();
      Fleet before = world.fleet();
      Decision decision = world.decide();

      assertThat(world.fleet().size()).isLessThanOrEqualTo(max);
      assertThat(before.idle())
          .extracting(member -> member.runner().id())
          .containsAll(decision.retirements().stream().map(Retirement::runner).toList());
      assertThat(world.decide().acts()).as("a second decision at once").isFalse();
    }
  }

  @Property(tries = 200)
  void shouldRetireForIdlenessOnlyAfterTheIdleTime(
      @ForAll long seed, @ForAll @IntRange(max = 4) int idle) {
    Capacity capacity = new Capacity(1, 8, idle, IDLE_TIME, 0, 0, Duration.ZERO);
    World world = new World(seed, Example.pool(capacity));
    for (int i = 0; i < STEPS; i++) {
      world.step();
      Fleet before = world.fleet();
      for (Retirement retirement : world.decide().retirements()) {
        assertThat(retirement.reason()).isEqualTo(RetirementReason.IDLE);
        assertThat(idleSince(before, retirement)).isBefore(world.now().minus(IDLE_TIME));
      }
    }
  }

  @Property(tries = 100)
  void shouldNeverOrderMoreThanOneMachineForAJobHoweverEventsAreRepeated(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int slots,
      @ForAll @IntRange(min = 1, max = 12) int max,
      @ForAll @IntRange(max = 3) int growth) {
    // Given: no warm buffer, which would want machines of its own
    Capacity capacity = new Capacity(slots, max, 0, IDLE_TIME, 0, growth, Duration.ofHours(2));
    World world = new World(seed, Example.pool(capacity));
    for (int i = 0; i < STEPS; i++) {
      world.step();

      // When
      Decision decision = world.decide();

      // Then: one for each job that ever came, and one for each order that AWS refused
      assertThat(world.ordered()).isLessThanOrEqualTo(world.came() + world.failed());
      assertThat(decision.launched()).isLessThanOrEqualTo(decision.inputs().queued());
      assertThat(world.decide().acts()).as("the same jobs told again").isFalse();
    }
  }

  @Property
  void shouldOrderNoMoreForJobsThatComeOneByOneThanForAllAtOnce(
      @ForAll @IntRange(min = 1, max = 40) int jobs,
      @ForAll @IntRange(min = 1, max = 5) int slots) {
    Pool pool = Example.pool(Example.capacity(slots, 100, 0, 0));
    int ordered = 0;
    for (int come = 1; come <= jobs; come++) {
      Fleet fleet = Machines.fleet().booting(ordered).build();
      ordered += Example.decide(Example.queue(come, 1), fleet, pool, Example.NOW).launched();
    }
    assertThat(ordered).isEqualTo(Math.ceilDiv(jobs, slots));
  }

  @Property
  void shouldNeverHaveFewerMachinesForMoreJobs(
      @ForAll @IntRange(max = 30) int queued,
      @ForAll @IntRange(max = 30) int more,
      @ForAll @IntRange(max = 4) int requested,
      @ForAll @IntRange(max = 4) int booting,
      @ForAll @IntRange(max = 4) int idle,
      @ForAll @IntRange(max = 4) int busy,
      @ForAll @IntRange(max = 4) int draining,
      @ForAll @IntRange(min = 1, max = 4) int slots,
      @ForAll @IntRange(max = 20) int max,
      @ForAll @IntRange(max = 4) int buffer,
      @ForAll @IntRange(max = 4) int growth) {
    Fleet fleet =
        Machines.fleet()
            .requested(requested)
            .booting(booting)
            .idle(idle, Duration.ofHours(1))
            .busy(busy, 1)
            .draining(draining)
            .build();
    Pool pool = Example.pool(Example.capacity(slots, max, buffer, growth));

    assertThat(machines(queued + more, fleet, pool))
        .isGreaterThanOrEqualTo(machines(queued, fleet, pool));
  }

  @Property
  void shouldNeverHaveFewerMachinesForMoreJobsOfAnyMarketAndProject(
      @ForAll @Size(6) List<@IntRange(max = 10) Integer> queued,
      @ForAll @Size(6) List<@IntRange(max = 5) Integer> more,
      @ForAll @IntRange(max = 3) int spotIdle,
      @ForAll @IntRange(max = 3) int onDemandIdle,
      @ForAll @IntRange(max = 3) int spotOrders,
      @ForAll @IntRange(max = 3) int orders,
      @ForAll @IntRange(min = 1, max = 3) int slots,
      @ForAll @IntRange(max = 20) int max,
      @ForAll @IntRange(max = 4) int buffer) {
    Fleet fleet =
        Machines.fleet()
            .bought(spotIdle, Market.SPOT, "0.04", 1, "ami-1")
            .bought(onDemandIdle, Market.ON_DEMAND, "0.1", 1, "ami-1")
            .ordered(spotOrders, Market.SPOT)
            .requested(orders)
            .build();
    Pool pool = Example.pool(Example.capacity(slots, max, buffer, 0));
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < queued.size(); i++) {
      all.add(queued.get(i) + more.get(i));
    }
    assertThat(machines(queue(all), fleet, pool))
        .isGreaterThanOrEqualTo(machines(queue(queued), fleet, pool));
  }

  /** Of two projects, each with jobs for spot, for on-demand and for any. */
  private static Queue queue(List<Integer> jobs) {
    List<@Nullable Market> markets = Arrays.asList(Market.SPOT, Market.ON_DEMAND, null);
    List<Queue.Share> shares = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      shares.add(new Queue.Share(new ProjectId(1 + i / 3), markets.get(i % 3), jobs.get(i)));
    }
    return new Queue(shares, Example.NOW);
  }

  private static int machines(int queued, Fleet fleet, Pool pool) {
    return machines(Example.queue(queued), fleet, pool);
  }

  private static int machines(Queue queue, Fleet fleet, Pool pool) {
    Decision decision = Example.decide(queue, fleet, pool, Example.NOW);
    return decision.launched() - decision.retirements().size() - decision.recalls().size();
  }

  private static Instant idleSince(Fleet fleet, Retirement retirement) {
    Runner runner =
        fleet.idle().stream()
            .map(member -> member.runner())
            .filter(each -> each.id().equals(retirement.runner()))
            .findFirst()
            .orElseThrow();
    return runner.state() instanceof RunnerState.Idle idle ? idle.since() : Instant.MAX;
  }
}
