package dev.runnerfleet.reaper.core.drain;

import dev.runnerfleet.reaper.core.Machine;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceBypassed;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceGone;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceUnknown;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceUp;
import dev.runnerfleet.reaper.core.drain.Observation.TerminationAccepted;
import dev.runnerfleet.reaper.core.drain.Step.Tell;
import java.time.Duration;
import java.time.Instant;

/** The machine goes. */
public sealed interface Ending extends Drain {

  /** GitLab does not know it any more: its instance may go. */
  record Unregistered(Retirement retirement) implements Ending {
    @Override
    public Action action(Machine machine) {
      return machine.located() ? Action.TERMINATE : Action.AWAIT;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return switch (seen) {
        case TerminationAccepted _ -> Step.to(new Terminating(retirement, now)).after(CONFIRM_POLL);
        case InstanceUnknown _ when machine.launchedBefore(now.minus(EVENTUALLY_CONSISTENT)) ->
            Step.to(new Terminating(retirement, now));
        default -> Drain.again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new Unregistered(order);
    }
  }

  /** EC2 was told to terminate it. */
  record Terminating(Retirement retirement, Instant since) implements Ending {
    @Override
    public Action action(Machine machine) {
      return Action.CONFIRM;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return switch (seen) {
        case InstanceGone _ -> Step.to(new Terminated(retirement)).telling(Tell.TERMINATED);
        case InstanceUp _, InstanceBypassed _ when since.plus(TERMINATE_AGAIN).isBefore(now) ->
            Step.to(new Unregistered(retirement));
        default -> Drain.again(this, CONFIRM_POLL);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new Terminating(order, since);
    }
  }

  /** The machine is gone, and a listing has said so. */
  record Terminated(Retirement retirement) implements Ending {
    @Override
    public Action action(Machine machine) {
      return Action.NONE;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return Drain.again(this, Duration.ZERO);
    }

    @Override
    public Drain under(Retirement order) {
      return this;
    }
  }
}
