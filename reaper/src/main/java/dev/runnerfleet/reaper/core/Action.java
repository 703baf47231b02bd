package dev.runnerfleet.reaper.core;

/** The one outside call that brings a drain further. Each may be repeated after a crash. */
public enum Action {
  /** Nothing to call: what is known of the machine does not suffice yet. */
  AWAIT,
  /** List GitLab's runners and look for the machine's. */
  FIND_RUNNER,
  PAUSE,
  LIST_JOBS,
  UNPAUSE,
  DELETE_RUNNER,
  TERMINATE,
  /** List the instance to see whether it is gone. */
  CONFIRM,
  /** The drain has ended. */
  NONE
}
