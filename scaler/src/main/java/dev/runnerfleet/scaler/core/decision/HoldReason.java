package dev.runnerfleet.scaler.core.decision;

/** Why a machine that jobs or the warm buffer want is not ordered, or why a job still waits. */
public enum HoldReason {
  /** The pool has as many runners as it may. */
  AT_MAX_RUNNERS(
      "The pool has as many runners as max-runners allows",
      "it starts once a job of the pool ends or a runner goes"),
  /** As many machines are on their way as may be at a time. */
  AT_MAX_GROWTH(
      "As many machines are on their way as max-growth allows",
      "a machine for it is ordered once one of those on their way has booted"),
  /** All pools together have as many runners as they may. */
  AT_FLEET_MAX_RUNNERS(
      "All pools together have as many runners as the fleet's max-runners allows",
      "a machine for it is ordered once a runner of any pool goes"),
  /** An operator set the pool's size for a while. */
  AT_OVERRIDE(
      "The pool has as many runners as an operator's override says",
      "it starts once a job of the pool ends, or when the override does"),
  /** One machine more would take the planned spend past a budget. */
  HELD_BY_BUDGET(
      "One machine more would take the planned spend past a budget",
      "a machine for it is ordered once the plan leaves room, at the latest in the next hour or day"
          + " of the budget that does"),
  /** A machine for it is ordered or boots. */
  WAITING_FOR_BOOT("A machine for it is on its way", "it starts once that has booted"),
  /** No pool takes jobs with these tags. */
  NO_MATCHING_POOL(
      "No pool takes a job with its tags",
      "it waits until a pool takes such jobs or it is cancelled"),
  /** An operator paused the pool. */
  PAUSED("The pool is paused", "it waits until an operator resumes the pool"),
  /** The pool was deleted and drains its machines. */
  POOL_CLOSED(
      "The pool was deleted and drains its machines",
      "it waits until another pool takes such jobs"),
  /** Max runners is 0, by the pool itself or by a schedule. */
  POOL_OFF(
      "max-runners is 0 at this time", "it waits until a schedule or a change turns the pool on"),
  /** AWS had no capacity or the account no quota; the next order waits a while. */
  LAUNCH_BACKING_OFF(
      "The last launch failed; the next waits a while", "a machine for it is ordered after that"),
  /** Nothing can be launched by this revision of the pool. */
  BAD_CONFIGURATION(
      "AWS refuses this configuration of the pool until it is changed",
      "it waits until an operator changes the pool"),
  /** Machines of this revision boot but never enrol. */
  NEVER_ENROLS(
      "Machines of this configuration boot but never enrol",
      "one machine is tried now and then; it starts once one enrols or the pool is changed");

  private final String sentence;
  private final String next;

  HoldReason(String sentence, String next) {
    this.sentence = sentence;
    this.next = next;
  }

  /** Whether jobs so held are better off with another pool that takes them. */
  public boolean overflows() {
    return switch (this) {
      case AT_MAX_RUNNERS, AT_OVERRIDE, HELD_BY_BUDGET, LAUNCH_BACKING_OFF -> true;
      case AT_MAX_GROWTH,
          AT_FLEET_MAX_RUNNERS,
          WAITING_FOR_BOOT,
          NO_MATCHING_POOL,
          PAUSED,
          POOL_CLOSED,
          POOL_OFF,
          BAD_CONFIGURATION,
          NEVER_ENROLS ->
          false;
    };
  }

  /** The reason in a sentence, for people. */
  public String sentence() {
    return sentence;
  }

  /** What will happen next to a job that waits for this, as the end of a sentence. */
  public String next() {
    return next;
  }
}
