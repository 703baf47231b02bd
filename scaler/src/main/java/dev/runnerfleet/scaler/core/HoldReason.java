package dev.runnerfleet.scaler.core;

/** Why a machine that jobs or the warm buffer want is not ordered, or why a job still waits. */
public enum HoldReason {
  /** The pool has as many runners as it may. */
  AT_MAX_RUNNERS("The pool has as many runners as max-runners allows"),
  /** As many machines are on their way as may be at a time. */
  AT_MAX_GROWTH("As many machines are on their way as max-growth allows"),
  /** A machine for it is ordered or boots. */
  WAITING_FOR_BOOT("A machine for it is on its way"),
  /** No pool takes jobs with these tags. */
  NO_MATCHING_POOL("No pool takes a job with its tags"),
  /** An operator paused the pool. */
  PAUSED("The pool is paused"),
  /** The pool was deleted and drains its machines. */
  POOL_CLOSED("The pool was deleted and drains its machines"),
  /** Max runners is 0, by the pool itself or by a schedule. */
  POOL_OFF("max-runners is 0 at this time"),
  /** AWS had no capacity or the account no quota; the next order waits a while. */
  LAUNCH_BACKING_OFF("The last launch failed; the next waits a while"),
  /** Nothing can be launched by this revision of the pool. */
  BAD_CONFIGURATION("AWS refuses this configuration of the pool until it is changed");

  private final String sentence;

  HoldReason(String sentence) {
    this.sentence = sentence;
  }

  /** The reason in a sentence, for people. */
  public String sentence() {
    return sentence;
  }
}
