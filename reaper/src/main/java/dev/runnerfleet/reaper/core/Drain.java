package dev.runnerfleet.reaper.core;

import dev.runnerfleet.reaper.core.Observation.InstanceGone;
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
import dev.runnerfleet.reaper.core.Step.Tell;
import java.time.Duration;
import java.time.Instant;

/**
 * The way of a machine out of the fleet: pause its runner, see twice, a grace apart, that it runs
 * no job, delete the runner, terminate the instance, see that it is gone. Each state names the one
 * call to make, and what was observed leads to the next; a call that told nothing leads nowhere, so
 * that a failed listing never ends in a termination. A state can be saved and taken up again at any
 * point, as every call may be repeated.
 *
 * <p>The {@code default} of a state's switch is the rule itself: what a state does not name changes
 * nothing but the time of the next try.
 */
public sealed interface Drain {

  /** Before the next try of a call that failed. */
  Duration RETRY = Duration.ofSeconds(2);

  /** Between two looks at a runner whose job is waited for. */
  Duration JOB_POLL = Duration.ofSeconds(3);

  /** Between two looks at what becomes known of a machine; its events wake the drain earlier. */
  Duration AWAIT_POLL = Duration.ofSeconds(5);

  /** Between two looks at an instance that shuts down. */
  Duration CONFIRM_POLL = Duration.ofSeconds(1);

  /** After this long an instance that is still up is told again to terminate. */
  Duration TERMINATE_AGAIN = Duration.ofSeconds(30);

  /** For this long after a launch EC2 may not know an instance of its own. */
  Duration EVENTUALLY_CONSISTENT = Duration.ofMinutes(2);

  Retirement retirement();

  /** The call to make now. */
  Action action(Machine machine);

  /** What follows from what the call told. */
  Step next(Observation seen, Machine machine, Duration grace, Instant now);

  /** The same state under another order. */
  Drain under(Retirement order);

  static Drain of(Retirement order) {
    return new Requested(order);
  }

  /** A machine that is known to be gone: only its runner and its record are left to tidy up. */
  static Drain ofLost(Retirement order, Machine machine) {
    return machine.registered() ? new SeenIdleTwice(order) : new Unregistered(order);
  }

  /** Takes a further order for the same machine; an order that came before changes nothing. */
  default Drain ordered(Retirement order) {
    return switch (this) {
      case Kept kept -> order.newerThan(kept.retirement) ? new Requested(order) : kept;
      case SeenIdleTwice _, Unregistered _, Terminating _, Terminated _ -> this;
      case Keeping keeping -> {
        Retirement both = keeping.retirement.and(order);
        yield both.sparesBusy() ? keeping : new Requested(both);
      }
      case Requested _, Searching _, SearchedOnce _, Paused _, SeenIdleOnce _ -> {
        Retirement both = retirement().and(order);
        yield both.force() && !retirement().force() ? new Requested(both) : under(both);
      }
    };
  }

  /** The machine has another GitLab runner than was known: what was seen of the old one is void. */
  default Drain registeredAnew() {
    return switch (this) {
      case Requested _,
          Searching _,
          SearchedOnce _,
          Paused _,
          SeenIdleOnce _,
          SeenIdleTwice _,
          Keeping _ ->
          new Requested(retirement());
      case Unregistered _, Terminating _, Terminated _, Kept _ -> this;
    };
  }

  /** Whether the decision has fallen: the machine will be, or was, terminated. */
  default boolean committed() {
    return switch (this) {
      case SeenIdleTwice _, Unregistered _, Terminating _, Terminated _ -> true;
      case Requested _, Searching _, SearchedOnce _, Paused _, SeenIdleOnce _, Keeping _, Kept _ ->
          false;
    };
  }

  default boolean ended() {
    return this instanceof Terminated || this instanceof Kept;
  }

  private static Step again(Drain same, Duration wait) {
    return Step.to(same).after(wait);
  }

  private static Step busy(Retirement order, Instant pausedAt) {
    return order.sparesBusy()
        ? Step.to(new Keeping(order))
        : Step.to(new Paused(order, pausedAt)).after(JOB_POLL);
  }

  /** Ordered, and nothing done yet. */
  record Requested(Retirement retirement) implements Drain {
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
        return again(this, AWAIT_POLL);
      }
      if (seen instanceof RunnerFound) {
        return again(this, Duration.ZERO);
      }
      if (retirement.force()) {
        return Step.to(ofLost(retirement, machine)).telling(Tell.DRAINING);
      }
      return switch (seen) {
        case RunnerPaused _ -> Step.to(new Paused(retirement, now)).telling(Tell.DRAINING);
        case RunnerMissing _ -> Step.to(new Searching(retirement)).telling(Tell.DRAINING);
        case RunnerNotFound _ ->
            Step.to(new SearchedOnce(retirement, now)).after(grace).telling(Tell.DRAINING);
        default -> again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new Requested(order);
    }
  }

  /** GitLab said that there is no such runner; a listing has to bear that out. */
  record Searching(Retirement retirement) implements Drain {
    @Override
    public Action action(Machine machine) {
      return Action.FIND_RUNNER;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return switch (seen) {
        case RunnerFound _ -> Step.to(new Requested(retirement)).after(RETRY);
        case RunnerNotFound _ -> Step.to(new SearchedOnce(retirement, now)).after(grace);
        default -> again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new Searching(order);
    }
  }

  /** A complete listing held no runner of the machine's; a second one shall agree. */
  record SearchedOnce(Retirement retirement, Instant since) implements Drain {
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
        default -> again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new SearchedOnce(order, since);
    }
  }

  /** GitLab gives it no more jobs; it may have one. */
  record Paused(Retirement retirement, Instant since) implements Drain {
    @Override
    public Action action(Machine machine) {
      return Action.LIST_JOBS;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return switch (seen) {
        case JobsRunning _ -> busy(retirement, since);
        case RunnerMissing _ -> Step.to(new Searching(retirement));
        case NoRunningJobs none when !none.askedAt().isBefore(since) ->
            Step.to(new SeenIdleOnce(retirement, now)).after(grace);
        default -> again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new Paused(order, since);
    }
  }

  /** A complete listing held no job. GitLab may have given one away just before the pause. */
  record SeenIdleOnce(Retirement retirement, Instant since) implements Drain {
    @Override
    public Action action(Machine machine) {
      return Action.LIST_JOBS;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return switch (seen) {
        case JobsRunning _ -> busy(retirement, now);
        case RunnerMissing _ -> Step.to(new Searching(retirement));
        case NoRunningJobs none when !none.askedAt().isBefore(since.plus(grace)) ->
            Step.to(new SeenIdleTwice(retirement));
        default -> again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new SeenIdleOnce(order, since);
    }
  }

  /** It runs no job and will get none: its runner may go. */
  record SeenIdleTwice(Retirement retirement) implements Drain {
    @Override
    public Action action(Machine machine) {
      return Action.DELETE_RUNNER;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return switch (seen) {
        case RunnerDeleted _, RunnerMissing _ -> Step.to(new Unregistered(retirement));
        default ->
            // A sweep deletes the runner later; an operator who forces does not wait for GitLab.
            retirement.force() ? Step.to(new Unregistered(retirement)) : again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new SeenIdleTwice(order);
    }
  }

  /** GitLab does not know it any more: its instance may go. */
  record Unregistered(Retirement retirement) implements Drain {
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
        default -> again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new Unregistered(order);
    }
  }

  /** EC2 was told to terminate it. */
  record Terminating(Retirement retirement, Instant since) implements Drain {
    @Override
    public Action action(Machine machine) {
      return Action.CONFIRM;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return switch (seen) {
        case InstanceGone _ -> Step.to(new Terminated(retirement)).telling(Tell.TERMINATED);
        case InstanceUp _ when since.plus(TERMINATE_AGAIN).isBefore(now) ->
            Step.to(new Unregistered(retirement));
        default -> again(this, CONFIRM_POLL);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new Terminating(order, since);
    }
  }

  /** The machine is gone, and a listing has said so. */
  record Terminated(Retirement retirement) implements Drain {
    @Override
    public Action action(Machine machine) {
      return Action.NONE;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return again(this, Duration.ZERO);
    }

    @Override
    public Drain under(Retirement order) {
      return this;
    }
  }

  /** It got a job between the decision and the pause, and is to be given back to GitLab. */
  record Keeping(Retirement retirement) implements Drain {
    @Override
    public Action action(Machine machine) {
      return Action.UNPAUSE;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return switch (seen) {
        case RunnerUnpaused _ -> Step.to(new Kept(retirement)).telling(Tell.KEPT);
        case RunnerMissing _ -> Step.to(new Searching(retirement));
        default -> again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new Keeping(order);
    }
  }

  /** It serves on. */
  record Kept(Retirement retirement) implements Drain {
    @Override
    public Action action(Machine machine) {
      return Action.NONE;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return again(this, Duration.ZERO);
    }

    @Override
    public Drain under(Retirement order) {
      return this;
    }
  }
}
