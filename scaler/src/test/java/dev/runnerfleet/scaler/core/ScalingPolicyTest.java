package dev.runnerfleet.scaler.core;

import static dev.runnerfleet.scaler.core.Example.NOW;
import static dev.runnerfleet.scaler.core.Example.capacity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.launch.LaunchRunner.Purpose;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.decision.Decision.Hold;
import dev.runnerfleet.scaler.core.decision.Decision.Launch;
import dev.runnerfleet.scaler.core.decision.Decision.Recall;
import dev.runnerfleet.scaler.core.decision.Decision.Retirement;
import dev.runnerfleet.scaler.core.decision.HoldReason;
import dev.runnerfleet.scaler.core.decision.RecallReason;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.pool.LaunchHealth;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.queue.Queue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScalingPolicyTest {

  private static final Duration LONG = Duration.ofMinutes(31);
  private static final Duration SHORT = Duration.ofMinutes(29);

  static Stream<Arguments> launches() {
    return Stream.of(
        // queued, fleet, slots, max, idle, growth -> launched, held
        arguments("nothing to do", 0, Machines.fleet(), capacity(1, 10, 0, 0), 0, List.of()),
        arguments(
            "a machine for each job",
            3,
            Machines.fleet(),
            capacity(1, 10, 0, 0),
            3,
            List.of("WAITING_FOR_BOOT 3")),
        arguments(
            "jobs share a machine's slots",
            5,
            Machines.fleet(),
            capacity(4, 10, 0, 0),
            2,
            List.of("WAITING_FOR_BOOT 5")),
        arguments(
            "a warm buffer beside the jobs",
            2,
            Machines.fleet(),
            capacity(1, 10, 3, 0),
            5,
            List.of("WAITING_FOR_BOOT 2")),
        arguments(
            "running jobs take no buffer",
            0,
            Machines.fleet().busy(2, 1),
            capacity(1, 10, 1, 0),
            1,
            List.of()),
        arguments(
            "machines on their way are supply",
            3,
            Machines.fleet().requested(1).booting(1),
            capacity(1, 10, 0, 0),
            1,
            List.of("WAITING_FOR_BOOT 3")),
        arguments(
            "idle machines are supply",
            2,
            Machines.fleet().idle(2, SHORT),
            capacity(1, 10, 0, 0),
            0,
            List.of()),
        arguments(
            "draining ones are none, and count against the max",
            3,
            Machines.fleet().draining(2).recalled(1),
            capacity(1, 4, 0, 0),
            1,
            List.of("AT_MAX_RUNNERS 2", "WAITING_FOR_BOOT 1")),
        arguments(
            "never more than max",
            9,
            Machines.fleet().busy(2, 1).booting(1),
            capacity(1, 5, 0, 0),
            2,
            List.of("AT_MAX_RUNNERS 6", "WAITING_FOR_BOOT 3")),
        arguments(
            "never more than max growth on their way",
            9,
            Machines.fleet().booting(1).requested(1),
            capacity(1, 50, 0, 4),
            2,
            List.of("AT_MAX_GROWTH 5", "WAITING_FOR_BOOT 4")),
        arguments(
            "a short buffer is held too",
            0,
            Machines.fleet().busy(2, 1),
            capacity(1, 2, 1, 0),
            0,
            List.of("AT_MAX_RUNNERS 0")),
        arguments(
            "max 0 switches the pool off",
            2,
            Machines.fleet(),
            capacity(1, 0, 3, 0),
            0,
            List.of("POOL_OFF 2")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("launches")
  void shouldLaunchWhatDemandLacksWithinTheLimits(
      String name, int queued, Machines fleet, Capacity capacity, int launched, List<String> held) {
    // When
    Decision decision = decide(queued, fleet, capacity);

    // Then
    assertThat(decision.launched()).isEqualTo(launched);
    assertThat(decision.holds())
        .extracting(hold -> hold.reason() + " " + hold.jobs())
        .containsExactlyElementsOf(held);
    assertThat(decision.retirements()).isEmpty();
    assertThat(decision.recalls()).isEmpty();
  }

  @Test
  void shouldSayWhatEachMachineIsFor() {
    assertThat(decide(2, Machines.fleet(), capacity(1, 10, 3, 4)).launches())
        .containsExactly(
            new Launch(Purpose.WAITING_JOB, 2, null), new Launch(Purpose.WARM_BUFFER, 2, null));
  }

  static Stream<Arguments> retirements() {
    return Stream.of(
        arguments(
            "idle for long enough",
            0,
            Machines.fleet().idle(1, LONG).idle(1, SHORT),
            capacity(1, 10, 0, 0),
            List.of("r1 IDLE")),
        arguments(
            "not the warm buffer",
            0,
            Machines.fleet().idle(3, LONG),
            capacity(1, 10, 2, 0),
            List.of("r1 IDLE")),
        arguments(
            "the longest idle first",
            0,
            Machines.fleet().idle(1, LONG).idle(1, LONG.plusSeconds(1)),
            capacity(1, 10, 1, 0),
            List.of("r2 IDLE")),
        arguments(
            "none that a queued job needs",
            2,
            Machines.fleet().idle(3, LONG),
            capacity(1, 10, 0, 0),
            List.of("r1 IDLE")),
        arguments(
            "none that a queued job needs though another boots",
            1,
            Machines.fleet().idle(1, LONG).booting(1),
            capacity(1, 10, 0, 0),
            List.of()),
        arguments(
            "none with a job", 0, Machines.fleet().busy(2, 1), capacity(1, 10, 0, 0), List.of()),
        arguments(
            "past max jobs at once",
            0,
            Machines.fleet().used(10, Duration.ZERO).used(9, Duration.ZERO),
            new Capacity(1, 10, 0, Duration.ofMinutes(30), 10, 0, Duration.ZERO),
            List.of("r1 MAX_JOBS")),
        arguments(
            "past max jobs though a job waits, which a fresh one will take",
            1,
            Machines.fleet().used(10, Duration.ZERO),
            new Capacity(1, 10, 0, Duration.ofMinutes(30), 10, 0, Duration.ZERO),
            List.of("r1 MAX_JOBS")),
        arguments(
            "the idle ones beyond a lowered max",
            5,
            Machines.fleet().busy(2, 1).idle(2, SHORT),
            capacity(1, 3, 0, 0),
            List.of("r3 LIMIT_LOWERED")),
        arguments(
            "every idle one of a pool that is off",
            5,
            Machines.fleet().busy(2, 1).idle(2, SHORT),
            capacity(1, 0, 0, 0),
            List.of("r3 LIMIT_LOWERED", "r4 LIMIT_LOWERED")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("retirements")
  void shouldRetireIdleRunnersThatNothingNeeds(
      String name, int queued, Machines fleet, Capacity capacity, List<String> retired) {
    assertThat(decide(queued, fleet, capacity).retirements())
        .extracting(retirement -> retirement.runner() + " " + retirement.reason())
        .containsExactlyElementsOf(retired);
  }

  @Test
  void shouldReplaceAWornRunnerOfTheWarmBuffer() {
    // Given
    Capacity capacity = new Capacity(1, 10, 1, Duration.ofMinutes(30), 10, 0, Duration.ZERO);

    // When
    Decision decision = decide(0, Machines.fleet().used(10, Duration.ZERO), capacity);

    // Then
    assertThat(decision.retirements())
        .containsExactly(new Retirement(new RunnerId("r1"), RetirementReason.MAX_JOBS));
    assertThat(decision.launches()).containsExactly(new Launch(Purpose.WARM_BUFFER, 1, null));
  }

  @Test
  void shouldRecallTheYoungestOrdersThatNoJobNeeds() {
    // When
    Decision decision = decide(1, Machines.fleet().requested(3), capacity(1, 10, 0, 0));

    // Then
    assertThat(decision.recalls())
        .containsExactly(
            new Recall(new RunnerId("r3"), RecallReason.NOT_NEEDED),
            new Recall(new RunnerId("r2"), RecallReason.NOT_NEEDED));
  }

  @Test
  void shouldLeaveBootingMachinesAlone() {
    assertThat(decide(0, Machines.fleet().booting(3), capacity(1, 10, 0, 0)).acts()).isFalse();
  }

  @Test
  void shouldRecallOrdersBeforeDrainingWhenTheMaxIsLowered() {
    // When
    Decision decision =
        decide(5, Machines.fleet().idle(3, SHORT).requested(2), capacity(1, 2, 0, 0));

    // Then
    assertThat(decision.recalls())
        .extracting(Recall::reason)
        .containsExactly(RecallReason.LIMIT_LOWERED, RecallReason.LIMIT_LOWERED);
    assertThat(decision.retirements())
        .containsExactly(new Retirement(new RunnerId("r1"), RetirementReason.LIMIT_LOWERED));
    assertThat(decision.launched()).isZero();
  }

  @Test
  void shouldLaunchNothingAndDrainIdleRunnersOfAPausedPool() {
    // Given
    Pool paused =
        new Pool(Example.pool(capacity(1, 10, 2, 0)).spec(), true, false, LaunchHealth.GOOD);
    Fleet fleet = Machines.fleet().idle(1, SHORT).busy(1, 1).booting(1).requested(1).build();

    // When
    Decision decision = Example.decide(Example.queue(7), fleet, paused, NOW);

    // Then
    assertThat(decision.retirements())
        .containsExactly(new Retirement(new RunnerId("r1"), RetirementReason.POOL_CLOSED));
    assertThat(decision.recalls())
        .containsExactly(new Recall(new RunnerId("r4"), RecallReason.POOL_CLOSED));
    assertThat(decision.launched()).isZero();
    assertThat(decision.holds()).extracting(Hold::reason).contains(HoldReason.PAUSED);
  }

  @Test
  void shouldAlsoTerminateWhatBootsForADeletedPool() {
    // Given
    Pool closed =
        new Pool(Example.pool(capacity(1, 10, 2, 0)).spec(), false, true, LaunchHealth.GOOD);
    Fleet fleet = Machines.fleet().idle(1, SHORT).booting(1).build();

    // When
    Decision decision = Example.decide(Queue.EMPTY, fleet, closed, NOW);

    // Then
    assertThat(decision.retirements())
        .extracting(Retirement::runner)
        .containsExactly(new RunnerId("r1"), new RunnerId("r2"));
  }

  @Test
  void shouldOrderAgainOnlyOnceTheBackOffIsOver() {
    // Given
    LaunchHealth health = LaunchHealth.GOOD.after(failure(LaunchFailed.Reason.NO_CAPACITY, NOW));
    Pool pool = new Pool(Example.pool(capacity(1, 10, 0, 0)).spec(), false, false, health);

    // When
    Decision during = Example.decide(Example.queue(2), Fleet.EMPTY, pool, NOW.plusSeconds(9));
    Decision after = Example.decide(Example.queue(2), Fleet.EMPTY, pool, NOW.plusSeconds(10));

    // Then
    assertThat(during.launched()).isZero();
    assertThat(during.holds())
        .singleElement()
        .satisfies(
            hold -> {
              assertThat(hold.reason()).isEqualTo(HoldReason.LAUNCH_BACKING_OFF);
              assertThat(hold.jobs()).isEqualTo(2);
              assertThat(hold.detail()).contains("InsufficientInstanceCapacity");
            });
    assertThat(after.launched()).isEqualTo(2);
  }

  @Test
  void shouldBackOffLongerWithEachRefusalAndForgetThemWithALaunch() {
    // Given
    LaunchHealth first = LaunchHealth.GOOD.after(failure(LaunchFailed.Reason.NO_CAPACITY, NOW));
    LaunchHealth sameTime =
        first.after(failure(LaunchFailed.Reason.NO_CAPACITY, NOW.plusSeconds(1)));
    LaunchHealth second =
        first.after(failure(LaunchFailed.Reason.NO_CAPACITY, NOW.plusSeconds(20)));

    // Then
    assertThat(sameTime).isEqualTo(first);
    assertThat(second.until()).isEqualTo(NOW.plusSeconds(40));
    assertThat(second.afterLaunch()).isEqualTo(LaunchHealth.GOOD);
  }

  @Test
  void shouldHoldARevisionThatAwsRefusesUntilItChanges() {
    // Given
    LaunchHealth health =
        LaunchHealth.GOOD.after(failure(LaunchFailed.Reason.BAD_CONFIGURATION, NOW));
    Pool refused = new Pool(Example.pool(capacity(1, 10, 0, 0)).spec(), false, false, health);
    Pool changed = new Pool(refused.spec().withRevision(2), false, false, health);
    Instant later = NOW.plus(Duration.ofDays(1));

    // Then
    assertThat(Example.decide(Example.queue(2), Fleet.EMPTY, refused, later).held())
        .containsExactly(HoldReason.BAD_CONFIGURATION);
    assertThat(Example.decide(Example.queue(2), Fleet.EMPTY, changed, later).launched())
        .isEqualTo(2);
  }

  private static LaunchFailed failure(LaunchFailed.Reason reason, Instant at) {
    return new LaunchFailed(
        new RunnerId("r1"), new PoolName("linux"), 1, reason, "InsufficientInstanceCapacity", at);
  }

  private static Decision decide(int queued, Machines fleet, Capacity capacity) {
    Queue queue = Example.queue(queued);
    return Example.decide(queue, fleet.build(), Example.pool(capacity), NOW);
  }
}
