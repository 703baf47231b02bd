package dev.runnerfleet.replay.world;

import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import java.util.LinkedHashMap;
import java.util.Map;

/** A machine whose runner asks GitLab for jobs. */
public final class Host {

  private final String instance;
  private final Runner runner;
  private final int slots;
  private final Map<Long, Run> runs = new LinkedHashMap<>();
  private boolean paused;
  private boolean gone;

  /** At the place in its line of free hosts; below zero where it is in none. */
  int place = -1;

  Host(String instance, Runner runner, int slots) {
    this.instance = instance;
    this.runner = runner;
    this.slots = slots;
  }

  public String instance() {
    return instance;
  }

  public Runner runner() {
    return runner;
  }

  public boolean isBusy() {
    return !runs.isEmpty();
  }

  Map<Long, Run> runs() {
    return runs;
  }

  void pause(boolean on) {
    paused = on;
  }

  void end() {
    gone = true;
  }

  boolean isGone() {
    return gone;
  }

  boolean isFree() {
    return !paused && !gone && runs.size() < slots;
  }
}
