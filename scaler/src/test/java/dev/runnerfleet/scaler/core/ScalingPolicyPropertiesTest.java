package dev.runnerfleet.scaler.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.decision.Decision.Retirement;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.fleet.RunnerState;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.queue.Queue;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

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

  private static int machines(int queued, Fleet fleet, Pool pool) {
    Queue queue = Example.queue(queued);
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
