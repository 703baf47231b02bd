package dev.runnerfleet.sandbox.core.fault;

import java.time.Duration;
import java.util.List;

/** Everything that can be ordered to go wrong. A share is a probability, from 0 to 1. */
public sealed interface FaultKind {

  /** EC2 refuses these actions with RequestLimitExceeded, whatever is in the buckets. */
  record ThrottleApi(List<String> actions, double share) implements FaultKind {}

  /** EC2 refuses these actions with an error of one's choice; the call has no effect. */
  record FailApi(List<String> actions, double share, int status, String code, String message)
      implements FaultKind {}

  /** EC2 does what it is asked and answers late. */
  record StallApi(List<String> actions, double share, Duration by) implements FaultKind {}

  /**
   * Listings of instances are wrong; whoever asks for instances by their ids is told the truth.
   *
   * @param by how old a stale listing is
   */
  record SpoilListings(Flaw flaw, double share, Duration by) implements FaultKind {

    /** What is wrong with a listing. */
    public enum Flaw {
      /** Nothing on its first page, which EC2 is free to do, and an error in place of the next. */
      BREAK_OFF,
      /** It shows no instance. */
      EMPTY,
      /** It shows what there was then, as it was then. */
      STALE
    }
  }

  /** A fleet's reply, itself a success, names this error for an offering that it would use. */
  record FailOffering(Target target, double share, String code, String message)
      implements FaultKind {}

  /** Offerings have nothing left: InsufficientInstanceCapacity. */
  record RunDry(Target target) implements FaultKind {}

  /**
   * Instances that run at the start are taken, each at a moment of its own within the order's
   * length.
   *
   * @param share of them, rounded, and one at least
   * @param lead from the recommendation to the warning
   */
  record Reclaim(Target target, double share, Manner manner, Duration lead) implements FaultKind {

    /** How an instance is taken. */
    public enum Manner {
      /** AWS recommends, warns, and takes it two minutes after the warning. */
      INTERRUPT,
      /**
       * AWS takes it before any warning, which its page "Spot Instance interruption notices" does
       * not rule out.
       */
      TAKE,
      /** AWS recommends, and leaves it at that. */
      REBALANCE,
      /** AWS Health tells of a retirement two weeks ahead. */
      RETIRE,
      /** Somebody terminates it in the console. */
      KILL
    }
  }

  /**
   * Instances launched meanwhile do not come up as they should.
   *
   * @param by how much longer a slow boot takes
   */
  record FailBoots(Target target, double share, Trouble trouble, Duration by) implements FaultKind {

    /** What is wrong with a boot. */
    public enum Trouble {
      NEVER_ENROLS,
      DIES,
      SLOW
    }
  }

  /**
   * Deliveries go wrong.
   *
   * @param events patterns of the event's name: a webhook's {@code X-Gitlab-Event}, a message's
   *     {@code detail-type}
   * @param projects patterns of the paths of projects that webhooks are about; no message is about
   *     one
   * @param times how many more than one a duplicated delivery is
   * @param by how late a delayed one is; within how much time reordered ones come
   */
  record Misdeliver(
      Channel channel,
      Mishap mishap,
      List<String> events,
      List<String> projects,
      double share,
      int times,
      Duration by)
      implements FaultKind {

    /** What is delivered. */
    public enum Channel {
      WEBHOOKS,
      MESSAGES
    }

    /** What becomes of a delivery. */
    public enum Mishap {
      LOSE,
      DUPLICATE,
      DELAY,
      REORDER
    }
  }

  /** GitLab answers with an error, and does nothing. */
  record FailGitLab(List<String> methods, List<String> paths, double share, int status)
      implements FaultKind {}

  /** GitLab takes its time before it does anything. */
  record SlowGitLab(List<String> methods, List<String> paths, double share, Duration by)
      implements FaultKind {}

  /** The clocks of machines are off by this much, which may be negative. */
  record SkewClock(Target target, double share, Duration by) implements FaultKind {}

  /** Machines stop: nothing goes out of them any more, while EC2 sees them run. */
  record Freeze(Target target, double share) implements FaultKind {}
}
