package dev.runnerfleet.scaler.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.scaler.Script;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.fleet.RunnerState;
import dev.runnerfleet.scaler.core.fleet.Work;
import dev.runnerfleet.scaler.core.pool.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/**
 * A job comes every so many seconds and each takes as long as the others: a fleet under such demand
 * comes to rest, and no machine is retired within its idle time.
 */
class SteadyDemandPropertiesTest {

  private static final PoolName POOL = new PoolName("linux");
  private static final Duration STEP = Duration.ofSeconds(5);
  private static final Duration IDLE_TIME = Duration.ofMinutes(10);

  @Property(tries = 25)
  void shouldComeToRestUnderSteadyDemand(
      @ForAll @IntRange(min = 4, max = 60) int stepsBetweenJobs,
      @ForAll @IntRange(min = 1, max = 100) int jobTakesSteps,
      @ForAll @IntRange(min = 1, max = 40) int bootTakesSteps) {
    // Given
    Capacity capacity = new Capacity(1, 100, 0, IDLE_TIME, 0, 0, Duration.ZERO);
    Steady steady = new Steady(Example.pool(capacity), jobTakesSteps, bootTakesSteps);
    int settled = bootTakesSteps + 4 * jobTakesSteps + 2 * (int) IDLE_TIME.dividedBy(STEP);

    // When, Then
    for (int step = 0; step < settled + 360; step++) {
      if (step % stepsBetweenJobs == 0) {
        steady.queueOne();
      }
      Decision decision = steady.step();
      if (step > settled) {
        assertThat(decision.launches()).as("at step %d", step).isEmpty();
        assertThat(decision.retirements()).as("at step %d", step).isEmpty();
      }
    }
  }

  /** What a warm buffer lacks moves with the jobs that run, however steadily they come. */
  @Property(tries = 25)
  void shouldRetireNoMachineWithinItsIdleTimeWhileABufferMoves(
      @ForAll @IntRange(min = 1, max = 60) int stepsBetweenJobs,
      @ForAll @IntRange(min = 1, max = 100) int jobTakesSteps,
      @ForAll @IntRange(min = 1, max = 40) int bootTakesSteps,
      @ForAll @IntRange(max = 3) int idle,
      @ForAll @DoubleRange(max = 1) double factor) {
    // Given
    Capacity capacity =
        new Capacity(1, 200, idle, IDLE_TIME, 0, 0, Duration.ZERO).withIdleScale(factor, 0);
    Steady steady = new Steady(Example.pool(capacity), jobTakesSteps, bootTakesSteps);

    // When, Then
    for (int step = 0; step < 600; step++) {
      if (step % stepsBetweenJobs == 0) {
        steady.queueOne();
      }
      assertThat(steady.step().retirements())
          .allSatisfy(gone -> assertThat(steady.livedAtLeast(gone.runner(), IDLE_TIME)).isTrue());
    }
  }

  /** Each job goes to the runner that was used last: those beyond what is needed then stay idle. */
  private static final class Steady {

    private final Pool pool;
    private final Duration job;
    private final Duration boot;
    private final Map<RunnerId, Runner> runners = new LinkedHashMap<>();
    private final Map<RunnerId, Instant> endsAt = new HashMap<>();
    private final Map<RunnerId, Instant> used = new HashMap<>();
    private final List<RunnerId> gone = new ArrayList<>();
    private Instant now = Example.NOW;
    private int waiting;
    private int minted;

    Steady(Pool pool, int jobTakesSteps, int bootTakesSteps) {
      this.pool = pool;
      this.job = STEP.multipliedBy(jobTakesSteps);
      this.boot = STEP.multipliedBy(bootTakesSteps);
    }

    void queueOne() {
      waiting++;
    }

    boolean livedAtLeast(RunnerId id, Duration least) {
      Runner runner = runners.get(id);
      return runner != null && !now.isBefore(runner.requestedAt().plus(boot).plus(least));
    }

    Decision step() {
      now = now.plus(STEP);
      gone.forEach(runners::remove);
      gone.clear();
      List.copyOf(runners.values()).forEach(this::advance);
      endsAt.values().removeIf(end -> !end.isAfter(now));
      start();
      Decision decision = Example.decide(Example.queue(waiting), fleet(), pool, now);
      for (int i = 0; i < decision.launched(); i++) {
        RunnerId id = new RunnerId("r" + ++minted);
        runners.put(id, Runner.requested(id, POOL, 1, null, now));
      }
      decision.recalls().forEach(recall -> gone.add(recall.runner()));
      decision.retirements().forEach(retirement -> gone.add(retirement.runner()));
      return decision;
    }

    private void advance(Runner runner) {
      if (runner.state() instanceof RunnerState.Requested) {
        runners.put(runner.id(), runner.after(Script.launched(runner.id(), POOL, now)));
      } else if (runner.state() instanceof RunnerState.Booting
          && !now.isBefore(runner.requestedAt().plus(boot))) {
        long gitLab = Long.parseLong(runner.id().value().substring(1));
        runners.put(runner.id(), runner.after(Script.registered(runner.id(), POOL, gitLab, now)));
      }
    }

    private void start() {
      List<Member> free = new ArrayList<>(fleet().idle());
      free.sort((one, other) -> lastUsed(other).compareTo(lastUsed(one)));
      for (Member member : free) {
        if (waiting > 0) {
          waiting--;
          endsAt.put(member.runner().id(), now.plus(job));
          used.put(member.runner().id(), now.plus(job));
        }
      }
    }

    private Instant lastUsed(Member member) {
      return used.getOrDefault(member.runner().id(), Instant.EPOCH);
    }

    private Fleet fleet() {
      return new Fleet(runners.values().stream().map(this::member).toList());
    }

    private Member member(Runner runner) {
      int running = endsAt.containsKey(runner.id()) ? 1 : 0;
      return new Member(
          runner, new Work(running, running, used.getOrDefault(runner.id(), Instant.EPOCH)));
    }
  }
}
