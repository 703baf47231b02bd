package dev.runnerfleet.scaler.core;

import static dev.runnerfleet.scaler.core.Example.NOW;
import static dev.runnerfleet.scaler.core.Example.capacity;
import static dev.runnerfleet.scaler.core.Example.queue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.launch.LaunchRunner.Purpose;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.Offering.Market;
import dev.runnerfleet.scaler.core.budget.Spending;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.decision.Decision.Launch;
import dev.runnerfleet.scaler.core.decision.Decision.Recall;
import dev.runnerfleet.scaler.core.decision.Decision.Retirement;
import dev.runnerfleet.scaler.core.decision.HoldReason;
import dev.runnerfleet.scaler.core.decision.RecallReason;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.queue.Queue;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A machine for each job that comes and finds none ready, whatever boots for others. */
class ArrivalsTest {

  private static final Capacity USUAL = capacity(1, 10, 0, 0);
  private static final Duration SHORT = Duration.ofMinutes(1);

  static Stream<Arguments> arrivals() {
    return Stream.of(
        // queued, of them new, fleet, slots, max, idle, growth -> launched
        arguments("though one boots for nobody", 1, 1, Machines.fleet().booting(1), USUAL, 1),
        arguments(
            "none where an order is left that is not called yet",
            1,
            1,
            Machines.fleet().booting(2).requested(1),
            USUAL,
            0),
        arguments(
            "beside an order for another",
            2,
            1,
            Machines.fleet().booting(2).requested(1),
            USUAL,
            1),
        arguments("not again once it was seen", 1, 0, Machines.fleet().booting(1), USUAL, 0),
        arguments("none where one is idle", 1, 1, Machines.fleet().idle(1, SHORT), USUAL, 0),
        arguments(
            "for the second where one is idle",
            2,
            2,
            Machines.fleet().idle(1, SHORT).booting(1),
            USUAL,
            1),
        arguments(
            "where the idle one is for a job that came before",
            2,
            1,
            Machines.fleet().idle(1, SHORT).booting(1),
            USUAL,
            1),
        arguments(
            "no more than are new where more boot", 5, 2, Machines.fleet().booting(9), USUAL, 1),
        arguments("not twice for what is short", 5, 2, Machines.fleet().booting(1), USUAL, 4),
        arguments(
            "none beside a buffer that grows by as many",
            1,
            1,
            Machines.fleet().booting(1),
            capacity(1, 10, 1, 0),
            1),
        arguments(
            "as many as max growth leaves",
            2,
            2,
            Machines.fleet().booting(3),
            capacity(1, 10, 0, 4),
            1),
        arguments(
            "jobs that wait at a time share a machine",
            3,
            1,
            Machines.fleet().booting(1),
            capacity(4, 10, 0, 0),
            0),
        arguments(
            "one that nobody waits with has its own",
            1,
            1,
            Machines.fleet().booting(1),
            capacity(4, 10, 0, 0),
            1),
        arguments("none for a pool that is off", 1, 1, Machines.fleet(), capacity(1, 0, 0, 0), 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("arrivals")
  void shouldOrderForAJobThatFindsNoneReady(
      String name, int queued, int arrived, Machines fleet, Capacity capacity, int launched) {
    // When
    Decision decision =
        Example.decide(queue(queued, arrived), fleet.build(), Example.pool(capacity), NOW);

    // Then
    assertThat(decision.launched()).isEqualTo(launched);
    assertThat(decision.recalls()).isEmpty();
    assertThat(decision.retirements()).isEmpty();
    assertThat(decision.inputs().arrived()).isEqualTo(arrived);
  }

  @Test
  void shouldSayThatItIsForAWaitingJobAndOfItsMarket() {
    // Given
    Queue queue = new Queue(shares(Market.ON_DEMAND), NOW, shares(Market.ON_DEMAND));

    // When
    Decision decision =
        Example.decide(
            queue, Machines.fleet().booting(1, Market.ON_DEMAND).build(), Example.pool(USUAL), NOW);

    // Then
    assertThat(decision.launches())
        .containsExactly(new Launch(Purpose.WAITING_JOB, 1, Market.ON_DEMAND));
  }

  @Test
  void shouldHoldNothingWhereThereIsNoRoomForMoreThanIsShort() {
    // When: what boots will do for the job, and nothing goes to make room
    Decision decision =
        Example.decide(
            queue(1, 1), Machines.fleet().busy(8, 1).booting(2).build(), Example.pool(USUAL), NOW);

    // Then
    assertThat(decision.acts()).isFalse();
    assertThat(decision.held()).containsExactly(HoldReason.WAITING_FOR_BOOT);
  }

  @Test
  void shouldLeaveTheRoomToJobsOfOtherPoolsThatTheFleetsLimitHolds() {
    // Given
    WholeFleet pressed =
        new WholeFleet(new FleetLimits(9, Budget.NONE), 8, 8, Spending.NOTHING, true);

    // When
    Decision decision =
        ScalingPolicy.decide(
            queue(1, 1),
            Machines.fleet().booting(2).requested(1).build(),
            Example.pool(USUAL),
            Spending.NOTHING,
            pressed,
            NOW);

    // Then
    assertThat(decision.launched()).isZero();
    assertThat(decision.recalls())
        .containsExactly(new Recall(new RunnerId("r3"), RecallReason.NOT_NEEDED));
    assertThat(decision.retirements())
        .containsExactly(new Retirement(new RunnerId("r2"), RetirementReason.LIMIT_LOWERED));
  }

  @Test
  void shouldLeaveAnOrderThatAJobWaitsForThoughAnotherMachineBoots() {
    assertThat(
            Example.decide(queue(1), Machines.fleet().booting(3).requested(1).build(), pool(), NOW)
                .acts())
        .isFalse();
  }

  @Test
  void shouldRecallWhatMoreIsOrderedThanJobsWait() {
    // When: two of three jobs were cancelled
    Decision decision =
        Example.decide(queue(1), Machines.fleet().booting(1).requested(3).build(), pool(), NOW);

    // Then
    assertThat(decision.recalls())
        .extracting(Recall::runner)
        .containsExactly(new RunnerId("r4"), new RunnerId("r3"));
  }

  private static Pool pool() {
    return Example.pool(USUAL);
  }

  private static List<Queue.Share> shares(Market market) {
    return List.of(new Queue.Share(new ProjectId(7), market, 1));
  }
}
