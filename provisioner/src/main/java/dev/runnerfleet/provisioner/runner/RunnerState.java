package dev.runnerfleet.provisioner.runner;

/** How far a runner has come, as far as the provisioner is concerned. */
public enum RunnerState {
  /** Ordered, not called for. */
  PENDING,
  /** Part of a call whose outcome is not known. */
  CALLED,
  /** Has a machine, which boots. */
  LAUNCHED,
  /** Its machine enrolled. */
  REGISTERED,
  /** Never got a machine. */
  FAILED,
  /** Its machine is gone. */
  TERMINATED
}
