package dev.runnerfleet.reaper.core.drain;

import static dev.runnerfleet.reaper.core.Fleet.GITLAB_RUNNER;
import static dev.runnerfleet.reaper.core.Fleet.GRACE;
import static dev.runnerfleet.reaper.core.Fleet.LAUNCHED;
import static dev.runnerfleet.reaper.core.Fleet.NOON;
import static dev.runnerfleet.reaper.core.Fleet.REGISTERED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.reaper.core.Fleet;
import dev.runnerfleet.reaper.core.JobOnRunner;
import dev.runnerfleet.reaper.core.Machine;
import dev.runnerfleet.reaper.core.drain.Beginning.Ordered;
import dev.runnerfleet.reaper.core.drain.Beginning.Requested;
import dev.runnerfleet.reaper.core.drain.Beginning.SearchedOnce;
import dev.runnerfleet.reaper.core.drain.Beginning.Searching;
import dev.runnerfleet.reaper.core.drain.Ending.Terminated;
import dev.runnerfleet.reaper.core.drain.Ending.Terminating;
import dev.runnerfleet.reaper.core.drain.Ending.Unregistered;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceBypassed;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceGone;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceStopping;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceUnknown;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceUp;
import dev.runnerfleet.reaper.core.drain.Observation.JobsLeft;
import dev.runnerfleet.reaper.core.drain.Observation.JobsRunning;
import dev.runnerfleet.reaper.core.drain.Observation.NoRunningJobs;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerDeleted;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerFound;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerMissing;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerNotFound;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerPaused;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerUnpaused;
import dev.runnerfleet.reaper.core.drain.Observation.TerminationAccepted;
import dev.runnerfleet.reaper.core.drain.Observation.Unknown;
import dev.runnerfleet.reaper.core.drain.Staying.Keeping;
import dev.runnerfleet.reaper.core.drain.Staying.Kept;
import dev.runnerfleet.reaper.core.drain.Step.Tell;
import dev.runnerfleet.reaper.core.drain.Waiting.Leaving;
import dev.runnerfleet.reaper.core.drain.Waiting.Overdue;
import dev.runnerfleet.reaper.core.drain.Waiting.Paused;
import dev.runnerfleet.reaper.core.drain.Waiting.SeenIdleOnce;
import dev.runnerfleet.reaper.core.drain.Waiting.SeenIdleTwice;
import dev.runnerfleet.reaper.core.drain.Waiting.Settling;
import java.time.Duration;
import java.time.Instant;
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

  private static final Retirement WARNED = interrupted(NOON.plusSeconds(60));
  private static final Retirement TAKEN = interrupted(NOON);

  static Stream<Arguments> steps() {
    return Stream.of(
        step(new Ordered(IDLE), new InstanceUp(), new Requested(IDLE)),
        step(new Ordered(IDLE), new InstanceGone(), new Requested(IDLE)),
        step(new Ordered(IDLE), new InstanceBypassed(), new Kept(IDLE)),
        step(new Ordered(Fleet.forced()), new InstanceBypassed(), new Kept(Fleet.forced())),
        step(new Ordered(IDLE), new Unknown(), new Ordered(IDLE)),
        step(new Paused(WARNED, NOON), busy(), new Paused(WARNED, NOON)),
        step(new Paused(TAKEN, NOON), busy(), new Overdue(TAKEN, NOON)),
        step(new Overdue(TAKEN, NOON), new InstanceStopping(), new SeenIdleTwice(TAKEN)),
        step(new Overdue(TAKEN, NOON), new InstanceUp(), new Paused(TAKEN, NOON)),
        step(new Overdue(TAKEN, NOON), new Unknown(), new Overdue(TAKEN, NOON)),
        step(new SeenIdleOnce(WARNED, NOON.minus(GRACE)), idle(), new Settling(WARNED)),
        step(new Settling(IDLE), new JobsLeft(List.of()), new SeenIdleTwice(IDLE)),
        step(new Settling(IDLE), new Unknown(), new Settling(IDLE)),
        step(new Settling(IDLE), new RunnerMissing(), new Unregistered(IDLE)),
        step(new Requested(IDLE), new RunnerPaused(), new Paused(IDLE, NOON)),
        step(new Requested(IDLE), new Unknown(), new Requested(IDLE)),
        step(new Requested(IDLE), new RunnerMissing(), new Searching(IDLE)),
        step(new Paused(IDLE, NOON), idle(), new SeenIdleOnce(IDLE, NOON)),
        step(new Paused(IDLE, NOON), new JobsRunning(List.of()), new Keeping(IDLE)),
        step(new Paused(OLD, NOON), new JobsRunning(List.of()), new Paused(OLD, NOON)),
        step(new Paused(IDLE, NOON.plusMillis(1)), idle(), new Paused(IDLE, NOON.plusMillis(1))),
        step(new Paused(IDLE, NOON), new Unknown(), new Paused(IDLE, NOON)),
        step(new SeenIdleOnce(IDLE, NOON.minus(GRACE)), idle(), new Leaving(IDLE)),
        step(new Leaving(OLD), new InstanceUp(), new SeenIdleTwice(OLD)),
        step(new Leaving(OLD), new InstanceGone(), new SeenIdleTwice(OLD)),
        step(new Leaving(OLD), new InstanceBypassed(), new Keeping(OLD)),
        step(new Leaving(OLD), new Unknown(), new Leaving(OLD)),
        step(new SeenIdleOnce(IDLE, NOON), idle(), new SeenIdleOnce(IDLE, NOON)),
        step(new SeenIdleOnce(IDLE, NOON), new JobsRunning(List.of()), new Keeping(IDLE)),
        step(new SeenIdleOnce(OLD, NOON), new JobsRunning(List.of()), new Paused(OLD, NOON)),
        step(new SeenIdleOnce(IDLE, NOON), new RunnerMissing(), new Searching(IDLE)),
        step(new SeenIdleTwice(IDLE), new RunnerDeleted(null), new Unregistered(IDLE)),
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
    Drain drain = new Requested(IDLE);

    // Then
    assertThat(Drain.of(IDLE).action(Machine.UNKNOWN)).isEqualTo(Action.AWAIT);
    assertThat(Drain.of(IDLE).action(LAUNCHED)).isEqualTo(Action.CHECK);
    assertThat(drain.action(Machine.UNKNOWN)).isEqualTo(Action.AWAIT);
    assertThat(drain.action(LAUNCHED)).isEqualTo(Action.AWAIT);
    assertThat(drain.action(REGISTERED)).isEqualTo(Action.PAUSE);
  }

  @Test
  void shouldPauseAtOnceWhatAwsTakes() {
    // Then
    assertThat(Drain.of(WARNED)).isEqualTo(new Requested(WARNED));
    assertThat(Drain.of(IDLE).ordered(WARNED).action(REGISTERED)).isEqualTo(Action.PAUSE);
    assertThat(new Paused(OLD, NOON).ordered(WARNED).retirement().deadline())
        .isEqualTo(WARNED.deadline());
    assertThat(new Leaving(OLD).ordered(WARNED)).isInstanceOf(Settling.class);
  }

  @Test
  void shouldHandOverTheJobsOfWhatAwsTakesAndOfWhatIsGone() {
    // Given
    JobOnRunner job = new JobOnRunner(new JobId(1), new ProjectId(2), new PipelineId(3), "build");

    // Then
    assertThat(new Paused(WARNED, NOON).bereft(new JobsRunning(List.of(job)))).containsExactly(job);
    assertThat(new Settling(IDLE).bereft(new JobsLeft(List.of(job)))).containsExactly(job);
    assertThat(new Paused(OLD, NOON).bereft(new JobsRunning(List.of(job)))).isEmpty();
  }

  @Test
  void shouldLookForTheRunnerBeforeItTerminatesAMachineThatNeverRegistered() {
    // Given
    Drain drain = new Requested(LATE);

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
    Step paused = new Requested(forced).next(new Unknown(), REGISTERED, GRACE, NOON);
    Step settled = paused.next().next(new Unknown(), REGISTERED, GRACE, NOON);
    Step deleted = settled.next().next(new Unknown(), REGISTERED, GRACE, NOON);

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
    assertThat(kept.ordered(newer)).isEqualTo(new Ordered(newer));
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
        new Ordered(order),
        new Overdue(order, NOON),
        new Settling(order),
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

  private static Retirement interrupted(Instant deadline) {
    return new Retirement(
        Fleet.RUNNER,
        Fleet.POOL,
        RetirementReason.INTERRUPTED,
        true,
        false,
        new DecisionId("d-1"),
        NOON,
        deadline);
  }

  private static Observation busy() {
    return new JobsRunning(List.of());
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
