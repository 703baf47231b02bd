package dev.runnerfleet.reaper.core;

import static dev.runnerfleet.reaper.core.Fleet.GITLAB_RUNNER;
import static dev.runnerfleet.reaper.core.Fleet.GRACE;
import static dev.runnerfleet.reaper.core.Fleet.LAUNCHED;
import static dev.runnerfleet.reaper.core.Fleet.NOON;
import static dev.runnerfleet.reaper.core.Fleet.REGISTERED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.reaper.core.Drain.Keeping;
import dev.runnerfleet.reaper.core.Drain.Kept;
import dev.runnerfleet.reaper.core.Drain.Paused;
import dev.runnerfleet.reaper.core.Drain.Requested;
import dev.runnerfleet.reaper.core.Drain.SearchedOnce;
import dev.runnerfleet.reaper.core.Drain.Searching;
import dev.runnerfleet.reaper.core.Drain.SeenIdleOnce;
import dev.runnerfleet.reaper.core.Drain.SeenIdleTwice;
import dev.runnerfleet.reaper.core.Drain.Terminated;
import dev.runnerfleet.reaper.core.Drain.Terminating;
import dev.runnerfleet.reaper.core.Drain.Unregistered;
import dev.runnerfleet.reaper.core.Observation.InstanceGone;
import dev.runnerfleet.reaper.core.Observation.InstanceStopping;
import dev.runnerfleet.reaper.core.Observation.InstanceUnknown;
import dev.runnerfleet.reaper.core.Observation.InstanceUp;
import dev.runnerfleet.reaper.core.Observation.JobsRunning;
import dev.runnerfleet.reaper.core.Observation.NoRunningJobs;
import dev.runnerfleet.reaper.core.Observation.RunnerDeleted;
import dev.runnerfleet.reaper.core.Observation.RunnerFound;
import dev.runnerfleet.reaper.core.Observation.RunnerMissing;
import dev.runnerfleet.reaper.core.Observation.RunnerNotFound;
import dev.runnerfleet.reaper.core.Observation.RunnerPaused;
import dev.runnerfleet.reaper.core.Observation.RunnerUnpaused;
import dev.runnerfleet.reaper.core.Observation.TerminationAccepted;
import dev.runnerfleet.reaper.core.Observation.Unknown;
import dev.runnerfleet.reaper.core.Step.Tell;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DrainTest {

  private static final Retirement IDLE = Fleet.drain(RetirementReason.IDLE);
  private static final Retirement OLD = Fleet.drain(RetirementReason.MAX_LIFETIME);
  private static final Retirement LATE = Fleet.termination(RetirementReason.NEVER_REGISTERED);

  static Stream<Arguments> steps() {
    return Stream.of(
        step(new Requested(IDLE), new RunnerPaused(), new Paused(IDLE, NOON)),
        step(new Requested(IDLE), new Unknown(), new Requested(IDLE)),
        step(new Requested(IDLE), new RunnerMissing(), new Searching(IDLE)),
        step(new Paused(IDLE, NOON), idle(), new SeenIdleOnce(IDLE, NOON)),
        step(new Paused(IDLE, NOON), new JobsRunning(), new Keeping(IDLE)),
        step(new Paused(OLD, NOON), new JobsRunning(), new Paused(OLD, NOON)),
        step(new Paused(IDLE, NOON.plusMillis(1)), idle(), new Paused(IDLE, NOON.plusMillis(1))),
        step(new Paused(IDLE, NOON), new Unknown(), new Paused(IDLE, NOON)),
        step(new SeenIdleOnce(IDLE, NOON.minus(GRACE)), idle(), new SeenIdleTwice(IDLE)),
        step(new SeenIdleOnce(IDLE, NOON), idle(), new SeenIdleOnce(IDLE, NOON)),
        step(new SeenIdleOnce(IDLE, NOON), new JobsRunning(), new Keeping(IDLE)),
        step(new SeenIdleOnce(OLD, NOON), new JobsRunning(), new Paused(OLD, NOON)),
        step(new SeenIdleOnce(IDLE, NOON), new RunnerMissing(), new Searching(IDLE)),
        step(new SeenIdleTwice(IDLE), new RunnerDeleted(), new Unregistered(IDLE)),
        step(new SeenIdleTwice(IDLE), new Unknown(), new SeenIdleTwice(IDLE)),
        step(new Unregistered(IDLE), new TerminationAccepted(), new Terminating(IDLE, NOON)),
        step(new Unregistered(IDLE), new InstanceUnknown(), new Terminating(IDLE, NOON)),
        step(new Unregistered(IDLE), new Unknown(), new Unregistered(IDLE)),
        step(new Terminating(IDLE, NOON), new InstanceStopping(), new Terminating(IDLE, NOON)),
        step(new Terminating(IDLE, NOON), new InstanceUp(), new Terminating(IDLE, NOON)),
        step(
            new Terminating(IDLE, NOON.minusSeconds(31)), new InstanceUp(), new Unregistered(IDLE)),
        step(new Terminating(IDLE, NOON), new Unknown(), new Terminating(IDLE, NOON)),
        step(new Terminating(IDLE, NOON), new InstanceGone(), new Terminated(IDLE)),
        step(new Keeping(IDLE), new RunnerUnpaused(), new Kept(IDLE)),
        step(new Keeping(IDLE), new Unknown(), new Keeping(IDLE)),
        step(new Searching(IDLE), none(), new SearchedOnce(IDLE, NOON)),
        step(new Searching(IDLE), new RunnerFound(GITLAB_RUNNER), new Requested(IDLE)),
        step(new SearchedOnce(IDLE, NOON), none(), new SearchedOnce(IDLE, NOON)),
        step(new SearchedOnce(IDLE, NOON.minus(GRACE)), none(), new Unregistered(IDLE)),
        step(new SearchedOnce(IDLE, NOON), new RunnerFound(GITLAB_RUNNER), new Requested(IDLE)));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void shouldGoFromStateToState(Drain from, Observation seen, Drain expected) {
    // When
    Step step = from.next(seen, REGISTERED, GRACE, NOON);

    // Then
    assertThat(step.next()).isEqualTo(expected);
  }

  @Test
  void shouldTellWhatBecomesOfTheRunner() {
    assertThat(tell(new Requested(IDLE), new RunnerPaused())).hasValue(Tell.DRAINING);
    assertThat(tell(new Keeping(IDLE), new RunnerUnpaused())).hasValue(Tell.KEPT);
    assertThat(tell(new Terminating(IDLE, NOON), new InstanceGone())).hasValue(Tell.TERMINATED);
    assertThat(tell(new Paused(IDLE, NOON), idle())).isEmpty();
  }

  @Test
  void shouldWaitForTheMachineToBecomeKnown() {
    // Given
    Drain drain = Drain.of(IDLE);

    // Then
    assertThat(drain.action(Machine.UNKNOWN)).isEqualTo(Action.AWAIT);
    assertThat(drain.action(LAUNCHED)).isEqualTo(Action.AWAIT);
    assertThat(drain.action(REGISTERED)).isEqualTo(Action.PAUSE);
  }

  @Test
  void shouldLookForTheRunnerBeforeItTerminatesAMachineThatNeverRegistered() {
    // Given
    Drain drain = Drain.of(LATE);

    // When
    Step step = drain.next(none(), LAUNCHED, GRACE, NOON);

    // Then
    assertThat(drain.action(LAUNCHED)).isEqualTo(Action.FIND_RUNNER);
    assertThat(step.next()).isEqualTo(new SearchedOnce(LATE, NOON));
    assertThat(step.rest()).isEqualTo(GRACE);
  }

  @Test
  void shouldNotBelieveThatAnInstanceIsUnknownRightAfterItsLaunch() {
    // Given
    Machine fresh =
        new Machine(Fleet.instance(1), "us-east-1", GITLAB_RUNNER, NOON.minusSeconds(10));

    // When
    Step step = new Unregistered(IDLE).next(new InstanceUnknown(), fresh, GRACE, NOON);

    // Then
    assertThat(step.next()).isEqualTo(new Unregistered(IDLE));
  }

  @Test
  void shouldNotWaitForGitLabWhenForced() {
    // Given
    Retirement forced = Fleet.forced();

    // When
    Step paused = Drain.of(forced).next(new Unknown(), REGISTERED, GRACE, NOON);
    Step deleted = paused.next().next(new Unknown(), REGISTERED, GRACE, NOON);

    // Then
    assertThat(deleted.next()).isEqualTo(new Unregistered(forced));
  }

  @Test
  void shouldTakeAnOrderTwiceAsOne() {
    for (Drain drain : everyStateOf(IDLE)) {
      assertThat(drain.ordered(IDLE)).isEqualTo(drain);
    }
  }

  @Test
  void shouldDrainAKeptRunnerOnlyOnANewerOrder() {
    // Given
    Drain kept = new Kept(IDLE);
    Retirement newer =
        new Retirement(
            IDLE.runner(),
            IDLE.pool(),
            RetirementReason.IDLE,
            false,
            false,
            new DecisionId("d-2"),
            NOON.plusSeconds(60));

    // Then
    assertThat(kept.ordered(newer)).isEqualTo(new Requested(newer));
    assertThat(new Kept(newer).ordered(IDLE)).isEqualTo(new Kept(newer));
  }

  @Test
  void shouldGoOnWithTheLessSparingOfTwoOrders() {
    // When
    Drain drain = new Paused(IDLE, NOON).ordered(OLD);

    // Then
    assertThat(drain).isEqualTo(new Paused(OLD, NOON));
    assertThat(new Keeping(IDLE).ordered(OLD)).isEqualTo(new Requested(OLD));
  }

  @Test
  void shouldBeginAgainWhenTheMachineHasAnotherRunner() {
    assertThat(new SeenIdleTwice(IDLE).registeredAnew()).isEqualTo(new Requested(IDLE));
    assertThat(new Terminating(IDLE, NOON).registeredAnew()).isEqualTo(new Terminating(IDLE, NOON));
  }

  private static List<Drain> everyStateOf(Retirement order) {
    return List.of(
        new Requested(order),
        new Searching(order),
        new SearchedOnce(order, NOON),
        new Paused(order, NOON),
        new SeenIdleOnce(order, NOON),
        new SeenIdleTwice(order),
        new Unregistered(order),
        new Terminating(order, NOON),
        new Terminated(order),
        new Keeping(order),
        new Kept(order));
  }

  private static Optional<Tell> tell(Drain from, Observation seen) {
    return from.next(seen, REGISTERED, Duration.ZERO, NOON).tell();
  }

  private static Observation idle() {
    return new NoRunningJobs(NOON);
  }

  private static Observation none() {
    return new RunnerNotFound(NOON);
  }

  private static Arguments step(Drain from, Observation seen, Drain expected) {
    return Arguments.of(from, seen, expected);
  }
}
