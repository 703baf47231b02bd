package dev.runnerfleet.reaper.core.drain;

/** The one outside call that brings a drain further. Each may be repeated after a crash. */
public enum Action {
  /** Nothing to call: what is known of the machine does not suffice yet. */
  AWAIT,
  /** List the instance to see whether somebody protects it. */
  CHECK,
  /** List GitLab's runners and look for the machine's. */
  FIND_RUNNER,
  PAUSE,
  LIST_JOBS,
  /** List what a runner whose machine is gone has left. */
  LIST_LEFT_JOBS,
  UNPAUSE,
  DELETE_RUNNER,
  TERMINATE,
  /** List the instance to see whether it is gone. */
  CONFIRM,
  /** The drain has ended. */
  NONE
}
