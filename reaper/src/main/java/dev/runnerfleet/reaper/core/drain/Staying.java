package dev.runnerfleet.reaper.core.drain;

import dev.runnerfleet.reaper.core.Machine;
import dev.runnerfleet.reaper.core.drain.Beginning.Searching;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerMissing;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerUnpaused;
import dev.runnerfleet.reaper.core.drain.Step.Tell;
import java.time.Duration;
import java.time.Instant;

/** The machine is given back to the fleet. */
public sealed interface Staying extends Drain {

  /** It got a job between the decision and the pause, and is to be given back to GitLab. */
  record Keeping(Retirement retirement) implements Staying {
    @Override
    public Action action(Machine machine) {
      return Action.UNPAUSE;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return switch (seen) {
        case RunnerUnpaused _ -> Step.to(new Kept(retirement)).telling(Tell.KEPT);
        case RunnerMissing _ -> Step.to(new Searching(retirement));
        default -> Drain.again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new Keeping(order);
    }
  }

  /** It serves on. */
  record Kept(Retirement retirement) implements Staying {
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
