package dev.runnerfleet.replay.dockermachine;

/** Where docker-machine's machines come from. */
interface Hardware {

  /**
   * Launches one.
   *
   * @return whether AWS gave it
   */
  boolean launch(Machine machine, News news);

  void terminate(Machine machine);

  /** What becomes of a machine. */
  interface News {
    void up();

    /** AWS took it back. */
    void lost();
  }
}
