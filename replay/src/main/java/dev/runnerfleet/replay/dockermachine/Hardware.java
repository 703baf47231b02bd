package dev.runnerfleet.replay.dockermachine;

/** Where docker-machine's machines come from, as it sees them: one command after the other. */
interface Hardware {

  /**
   * Launches one.
   *
   * @return whether AWS gave it
   */
  boolean launch(Machine machine, News news);

  /**
   * What was launched for one is the other from now on.
   *
   * @return whether there is anything
   */
  boolean adopt(Machine before, Machine found, News news);

  /** Whether it answers, which AWS has to say where it is for. */
  boolean connects(Machine machine);

  /**
   * Ends one.
   *
   * @return whether AWS took the call
   */
  boolean terminate(Machine machine);

  /** What becomes of a machine. */
  interface News {
    void up();

    /** AWS took it back. */
    void lost();
  }
}
