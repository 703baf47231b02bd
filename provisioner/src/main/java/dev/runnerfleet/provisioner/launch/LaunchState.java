package dev.runnerfleet.provisioner.launch;

/** How far a call of CreateFleet has come. */
enum LaunchState {
  /** The intent is kept and the call is being made, by whoever holds it until its due time. */
  CALLING,
  /** To be made again, with the same token, once due. */
  WAITING,
  /** Its outcome is kept. */
  DONE
}
