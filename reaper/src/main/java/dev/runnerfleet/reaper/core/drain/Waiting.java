package dev.runnerfleet.reaper.core.drain;

import dev.runnerfleet.reaper.core.Machine;
import dev.runnerfleet.reaper.core.drain.Beginning.Searching;
import dev.runnerfleet.reaper.core.drain.Ending.Unregistered;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceBypassed;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceGone;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceStopping;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceUp;
import dev.runnerfleet.reaper.core.drain.Observation.JobsLeft;
import dev.runnerfleet.reaper.core.drain.Observation.JobsRunning;
import dev.runnerfleet.reaper.core.drain.Observation.NoRunningJobs;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerDeleted;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerMissing;
import dev.runnerfleet.reaper.core.drain.Staying.Keeping;
import java.time.Duration;
import java.time.Instant;

/** Paused, and its jobs are looked for. */
public sealed interface Waiting extends Drain {

  /** It has a job after all: it stays, or its job is waited for, or AWS has taken it meanwhile. */
  private static Step busy(Retirement order, Instant pausedAt, Instant now) {
    if (order.sparesBusy()) {
      return Step.to(new Keeping(order));
    }
    return order.overdue(now)
        ? Step.to(new Overdue(order, pausedAt))
        : Step.to(new Paused(order, pausedAt)).after(JOB_POLL);
  }

  /** GitLab gives it no more jobs; it may have one. */
  record Paused(Retirement retirement, Instant since) implements Waiting {
    @Override
    public Action action(Machine machine) {
      return Action.LIST_JOBS;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return switch (seen) {
        case JobsRunning _ -> busy(retirement, since, now);
        case RunnerMissing _ -> Step.to(new Searching(retirement));
        case NoRunningJobs none when !none.askedAt().isBefore(since) ->
            Step.to(new SeenIdleOnce(retirement, now)).after(grace);
        default -> Drain.again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new Paused(order, since);
    }
  }

  /** A complete listing held no job. GitLab may have given one away just before the pause. */
  record SeenIdleOnce(Retirement retirement, Instant since) implements Waiting {
    @Override
    public Action action(Machine machine) {
      return Action.LIST_JOBS;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return switch (seen) {
        case JobsRunning _ -> busy(retirement, now, now);
        case RunnerMissing _ -> Step.to(new Searching(retirement));
        case NoRunningJobs none when !none.askedAt().isBefore(since.plus(grace)) ->
            // Its last job may have failed with it before anybody looked.
            Step.to(
                retirement.deadline() == null ? new Leaving(retirement) : new Settling(retirement));
        default -> Drain.again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new SeenIdleOnce(order, since);
    }
  }

  /**
   * It runs no job and will get none. Its job may have been waited for for hours, in which somebody
   * may have come to protect it.
   */
  record Leaving(Retirement retirement) implements Waiting {
    @Override
    public Action action(Machine machine) {
      return Action.CHECK;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return switch (seen) {
        case InstanceBypassed _ -> Step.to(new Keeping(retirement));
        case InstanceUp _, InstanceStopping _, InstanceGone _ ->
            Step.to(new SeenIdleTwice(retirement));
        default -> Drain.again(this, RETRY);
      };
    }

    /** What AWS takes goes, whoever protects it. */
    @Override
    public Drain under(Retirement order) {
      return order.deadline() == null ? new Leaving(order) : new Settling(order);
    }
  }

  /** AWS was to take it by now, and GitLab still shows its job: EC2 says whether it is there. */
  record Overdue(Retirement retirement, Instant since) implements Waiting {
    @Override
    public Action action(Machine machine) {
      return Action.CONFIRM;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return switch (seen) {
        case InstanceGone _, InstanceStopping _ -> Step.to(new SeenIdleTwice(retirement));
        case InstanceUp _, InstanceBypassed _ ->
            Step.to(new Paused(retirement, since)).after(JOB_POLL);
        default -> Drain.again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new Overdue(order, since);
    }
  }

  /** Its machine is gone, or may go whatever it does: what it leaves is to be known first. */
  record Settling(Retirement retirement) implements Waiting {
    @Override
    public Action action(Machine machine) {
      return Action.LIST_LEFT_JOBS;
    }

    @Override
    public Step next(Observation seen, Machine machine, Duration grace, Instant now) {
      return switch (seen) {
        case JobsLeft _ -> Step.to(new SeenIdleTwice(retirement));
        case RunnerMissing _ -> Step.to(new Unregistered(retirement));
        default ->
            // An operator who forces does not wait for GitLab.
            retirement.force() ? Step.to(new SeenIdleTwice(retirement)) : Drain.again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new Settling(order);
    }
  }

  /** It runs no job, will get none, and nobody protects it: its runner may go. */
  record SeenIdleTwice(Retirement retirement) implements Waiting {
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
            retirement.force() ? Step.to(new Unregistered(retirement)) : Drain.again(this, RETRY);
      };
    }

    @Override
    public Drain under(Retirement order) {
      return new SeenIdleTwice(order);
    }
  }
}
