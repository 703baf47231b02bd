package dev.runnerfleet.reaper.core.drain;

import dev.runnerfleet.reaper.core.Machine;
import dev.runnerfleet.reaper.core.drain.Ending.Unregistered;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceBypassed;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceGone;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceStopping;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceUp;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerFound;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerMissing;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerNotFound;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerPaused;
import dev.runnerfleet.reaper.core.drain.Staying.Kept;
import dev.runnerfleet.reaper.core.drain.Step.Tell;
import dev.runnerfleet.reaper.core.drain.Waiting.Paused;
import java.time.Duration;
import java.time.Instant;

/** Before the machine is known to take no more jobs. */
public sealed interface Beginning extends Drain {

  /** Ordered, and nothing done yet. */
  record Ordered(Retirement retirement) implements Beginning {
    @Override
    public Action action(Machine machine) {
      return machine.located() ? Action.CHECK : Action.AWAIT;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      if (action(machine) == Action.AWAIT) {
        return Drain.again(this, AWAIT_POLL);
      }
      return switch (seen) {
        case InstanceBypassed _ -> Step.to(new Kept(retirement)).telling(Tell.KEPT);
        // Right after its launch EC2 may not show it; what is gone is gone through the same way.
        case InstanceUp _, InstanceStopping _, InstanceGone _ -> Step.to(new Requested(retirement));
        default -> Drain.again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new Ordered(order);
    }
  }

  /** Nobody protects it; GitLab is to give it no more jobs. */
  record Requested(Retirement retirement) implements Beginning {
    @Override
    public Action action(Machine machine) {
      if (!machine.located()) {
        return Action.AWAIT;
      }
      if (machine.registered()) {
        return Action.PAUSE;
      }
      return retirement.unregisteredToo() ? Action.FIND_RUNNER : Action.AWAIT;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      if (action(machine) == Action.AWAIT) {
        return Drain.again(this, AWAIT_POLL);
      }
      if (seen instanceof RunnerFound) {
        return Drain.again(this, Duration.ZERO);
      }
      if (retirement.force()) {
        return Step.to(Drain.ofLost(retirement, machine)).telling(Tell.DRAINING);
      }
      return switch (seen) {
        case RunnerPaused _ -> Step.to(new Paused(retirement, now)).telling(Tell.DRAINING);
        case RunnerMissing _ -> Step.to(new Searching(retirement)).telling(Tell.DRAINING);
        case RunnerNotFound _ ->
            Step.to(new SearchedOnce(retirement, now)).after(grace).telling(Tell.DRAINING);
        default -> Drain.again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new Requested(order);
    }
  }

  /** GitLab said that there is no such runner; a listing has to bear that out. */
  record Searching(Retirement retirement) implements Beginning {
    @Override
    public Action action(Machine machine) {
      return Action.FIND_RUNNER;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return switch (seen) {
        case RunnerFound _ -> Step.to(new Requested(retirement)).after(RETRY);
        case RunnerNotFound _ -> Step.to(new SearchedOnce(retirement, now)).after(grace);
        default -> Drain.again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new Searching(order);
    }
  }

  /** A complete listing held no runner of the machine's; a second one shall agree. */
  record SearchedOnce(Retirement retirement, Instant since) implements Beginning {
    @Override
    public Action action(Machine machine) {
      return Action.FIND_RUNNER;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return switch (seen) {
        case RunnerFound _ -> Step.to(new Requested(retirement)).after(RETRY);
        case RunnerNotFound none when !none.askedAt().isBefore(since.plus(grace)) ->
            Step.to(new Unregistered(retirement));
        default -> Drain.again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new SearchedOnce(order, since);
    }
  }
}
