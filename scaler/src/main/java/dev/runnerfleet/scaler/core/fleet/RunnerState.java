package dev.runnerfleet.scaler.core.fleet;

import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import java.time.Instant;

/**
 * Where a runner is in its life. A transition is a method of the state being left, so one that
 * cannot happen does not compile. The provisioner alone knows when a request is being called with
 * EC2; seen from here Launching is still Requested.
 */
public sealed interface RunnerState {

  /** A state in which there is, or may come to be, a machine: it counts against max runners. */
  sealed interface Live extends RunnerState {

    default Terminated terminated(RetirementReason cause, Instant at) {
      return new Terminated(cause, at);
    }
  }

  /** A live state in which the runner has jobs, or will have once it is up: it is supply. */
  sealed interface Standing extends Live {

    default Draining draining(RetirementReason reason, Instant at) {
      return new Draining(reason, at);
    }
  }

  /**
   * Ordered of the provisioner, which has not answered yet.
   *
   * @param recalled whether the order was taken back; it is no supply then, but counts until the
   *     provisioner says that nothing will come of it
   */
  record Requested(boolean recalled) implements Standing {

    public Requested recall() {
      return new Requested(true);
    }

    public Booting launched() {
      return new Booting();
    }

    public NotLaunched failed(LaunchFailed.Reason reason, Instant at) {
      return new NotLaunched(reason, at);
    }
  }

  /** EC2 gave the machine; it has not enrolled yet. */
  record Booting() implements Standing {

    public Idle registered(Instant at) {
      return new Idle(at);
    }

    public NotLaunched failed(LaunchFailed.Reason reason, Instant at) {
      return new NotLaunched(reason, at);
    }

    public Terminating terminating(RetirementReason reason, Instant at) {
      return new Terminating(reason, at);
    }
  }

  /** Registered, without a job. */
  record Idle(Instant since) implements Standing {

    public Busy took(int jobs) {
      return new Busy(jobs);
    }

    public Idle last(Instant used) {
      return used.isAfter(since) ? new Idle(used) : this;
    }
  }

  /**
   * Registered, with jobs.
   *
   * @param jobs how many run on it now, at least one
   */
  record Busy(int jobs) implements Standing {}

  /** Takes no more jobs. */
  record Draining(RetirementReason reason, Instant since) implements Live {

    /** It was kept after all: a job came between the decision and the pause. */
    public Idle kept(Instant at) {
      return new Idle(at);
    }

    /** It was kept after all, and has not enrolled yet. */
    public Booting keptBooting() {
      return new Booting();
    }
  }

  /** Its machine is being terminated without having served. */
  record Terminating(RetirementReason reason, Instant since) implements Live {}

  /** Its machine is gone. */
  record Terminated(RetirementReason cause, Instant at) implements RunnerState {}

  /** There never was a machine, and never will be. */
  record NotLaunched(LaunchFailed.Reason reason, Instant at) implements RunnerState {}
}
