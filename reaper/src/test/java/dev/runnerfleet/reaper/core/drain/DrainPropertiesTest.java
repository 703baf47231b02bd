package dev.runnerfleet.reaper.core.drain;

import static dev.runnerfleet.reaper.core.Fleet.GITLAB_RUNNER;
import static dev.runnerfleet.reaper.core.Fleet.GRACE;
import static dev.runnerfleet.reaper.core.Fleet.LAUNCHED;
import static dev.runnerfleet.reaper.core.Fleet.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.reaper.core.Fleet;
import dev.runnerfleet.reaper.core.Machine;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceGone;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceStopping;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random histories of a machine, GitLab and EC2, with calls that fail and reapers that die. */
class DrainPropertiesTest {

  /** What goes wrong, or happens meanwhile, at one turn. */
  enum Mishap {
    NONE,
    CALL_FAILS,
    DIES_BEFORE_CALL,
    DIES_AFTER_CALL,
    JOB_BEGINS,
    JOB_ENDS,
    ORDERED_AGAIN
  }

  @Property(tries = 1000)
  void shouldTerminateOnlyAfterTwoIdleSightingsAndAlwaysEnd(
      @ForAll("reasons") RetirementReason reason, @ForAll("histories") List<Mishap> history) {
    // Given
    World world = new World(reason);

    // When
    history.forEach(world::turn);
    world.comesToRest();

    // Then
    assertThat(world.drain.ended()).isTrue();
    assertThat(world.drain instanceof Staying.Kept).isEqualTo(!world.paused && world.instanceUp);
  }

  @Provide
  Arbitrary<RetirementReason> reasons() {
    return Arbitraries.of(
        RetirementReason.IDLE,
        RetirementReason.MAX_LIFETIME,
        RetirementReason.POOL_CLOSED,
        RetirementReason.OPERATOR,
        RetirementReason.NEVER_REGISTERED);
  }

  @Provide
  Arbitrary<List<Mishap>> histories() {
    return Arbitraries.of(Mishap.class).list().ofMaxSize(60);
  }

  /** GitLab, EC2 and the drain of one machine, whose registration the reaper may not know of. */
  private static final class World {
    private final Retirement order;
    private Instant now = NOON;
    private Drain drain;
    private Machine machine;
    private boolean paused;
    private boolean deleted;
    private boolean jobRunning;
    private boolean instanceUp = true;
    private boolean stopping;
    private int idleSince = -1;
    private Instant firstIdle = Instant.MAX;

    World(RetirementReason reason) {
      boolean unknown = reason == RetirementReason.NEVER_REGISTERED;
      order = unknown ? Fleet.termination(reason) : Fleet.drain(reason);
      drain = Drain.of(order);
      machine = unknown ? LAUNCHED : LAUNCHED.with(GITLAB_RUNNER);
    }

    void turn(Mishap mishap) {
      switch (mishap) {
        case JOB_BEGINS -> jobRunning |= !paused && !deleted && instanceUp;
        case JOB_ENDS -> jobRunning = false;
        case ORDERED_AGAIN -> drain = drain.ordered(order);
        case DIES_BEFORE_CALL -> now = now.plusSeconds(60);
        case DIES_AFTER_CALL -> {
          call();
          now = now.plusSeconds(60);
        }
        case CALL_FAILS -> step(new Unknown());
        case NONE -> step(call());
      }
    }

    void comesToRest() {
      jobRunning = false;
      for (int turn = 0; turn < 60 && !drain.ended(); turn++) {
        turn(Mishap.NONE);
      }
    }

    private void step(Observation seen) {
      if (seen instanceof RunnerFound found) {
        machine = machine.with(found.id());
      }
      Step step = drain.next(seen, machine, GRACE, now);
      drain = step.next();
      now = now.plus(step.rest()).plusMillis(10);
    }

    private Observation call() {
      Instant asked = now;
      now = now.plusMillis(50);
      return switch (drain.action(machine)) {
        case AWAIT, NONE -> new Unknown();
        case CHECK -> confirm();
        case LIST_LEFT_JOBS -> new JobsLeft(List.of());
        case FIND_RUNNER -> deleted ? new RunnerNotFound(asked) : new RunnerFound(GITLAB_RUNNER);
        case PAUSE -> deleted ? new RunnerMissing() : pause(true);
        case UNPAUSE -> deleted ? new RunnerMissing() : pause(false);
        case LIST_JOBS -> jobs(asked);
        case DELETE_RUNNER -> delete();
        case TERMINATE -> terminate();
        case CONFIRM -> confirm();
      };
    }

    private Observation pause(boolean to) {
      paused = to;
      idleSince = -1;
      return to ? new RunnerPaused() : new RunnerUnpaused();
    }

    private Observation jobs(Instant asked) {
      if (jobRunning) {
        idleSince = -1;
        return new JobsRunning(List.of());
      }
      idleSince++;
      firstIdle = idleSince == 0 ? now : firstIdle;
      return new NoRunningJobs(asked);
    }

    private Observation delete() {
      assertThat(jobRunning).as("deletes a busy runner").isFalse();
      assertThat(paused).as("deletes a runner that may get a job").isTrue();
      deleted = true;
      return new RunnerDeleted(null);
    }

    private Observation terminate() {
      assertThat(jobRunning).as("terminates a busy machine").isFalse();
      assertThat(idleSince).as("idle sightings beyond the first").isPositive();
      assertThat(Duration.between(firstIdle, now)).isGreaterThanOrEqualTo(GRACE);
      stopping = true;
      instanceUp = false;
      return new TerminationAccepted();
    }

    private Observation confirm() {
      if (instanceUp) {
        return new InstanceUp();
      }
      boolean gone = !stopping;
      stopping = false;
      return gone ? new InstanceGone() : new InstanceStopping();
    }
  }
}
