package dev.runnerfleet.replay.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How many jobs waited and how many machines stood, at their most within each stretch of time. */
public final class Course {

  private final Instant start;
  private final Duration stretch;
  private final List<int[]> most = new ArrayList<>();
  private int waiting;
  private int running;
  private int machines;

  /**
   * A course of a few hundred stretches.
   *
   * @param length how long it is about to be
   */
  public Course(Instant start, Duration length) {
    this.start = start;
    this.stretch = Duration.ofSeconds(Math.max(60, length.toSeconds() / 480));
  }

  void change(Instant at, int waitingBy, int runningBy, int machinesBy) {
    int index = (int) (Duration.between(start, at).toMillis() / stretch.toMillis());
    while (most.size() <= index) {
      most.add(new int[] {waiting, running, machines});
    }
    waiting += waitingBy;
    running += runningBy;
    machines += machinesBy;
    int[] now = most.get(index);
    now[0] = Math.max(now[0], waiting);
    now[1] = Math.max(now[1], running);
    now[2] = Math.max(now[2], machines);
  }

  public Duration stretch() {
    return stretch;
  }

  /** By stretch: jobs waiting, jobs running, machines. */
  public List<int[]> most() {
    return List.copyOf(most);
  }
}
