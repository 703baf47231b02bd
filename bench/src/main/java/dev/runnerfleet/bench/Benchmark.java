package dev.runnerfleet.bench;

/** One question of how fast, or how well, with its answer in figures. */
interface Benchmark {

  /** What {@code ./fleet bench NAME} calls it. */
  String name();

  /** What it measures, in a line. */
  String summary();

  /**
   * Brings up what it needs, measures, and leaves nothing behind.
   *
   * @param progress is told, a line at a time, what goes on
   * @param thorough whether to run longer where that says more
   * @throws Exception when it cannot be measured
   */
  Report run(Progress progress, boolean thorough) throws Exception;

  /** Tells a person what goes on. */
  interface Progress {
    void say(String line);
  }
}
