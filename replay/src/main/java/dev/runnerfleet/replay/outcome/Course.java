package dev.runnerfleet.replay.outcome;

import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.trace.TracedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How many jobs waited and how many machines stood, at their most within each stretch of time. */
public final class Course {

  private static final int STRETCHES = 480;

  private final Instant start;
  private final List<int[]> most = new ArrayList<>();
  private Duration stretch;
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
    this.stretch = Duration.ofSeconds(Math.max(60, length.toSeconds() / STRETCHES));
  }

  /** That of a trace, which is about as long as its jobs go on coming. */
  public static Course of(Trace trace) {
    List<TracedJob> jobs = trace.jobs();
    return new Course(
        trace.start(),
        jobs.isEmpty()
            ? Duration.ZERO
            : Duration.between(trace.start(), jobs.getLast().queuedAt()));
  }

  void change(Instant at, int waitingBy, int runningBy, int machinesBy) {
    int index = index(at);
    while (index >= 2 * STRETCHES) {
      halve();
      index = index(at);
    }
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

  private int index(Instant at) {
    return (int) (Duration.between(start, at).toMillis() / stretch.toMillis());
  }

  // It takes longer than it was about to.
  private void halve() {
    stretch = stretch.multipliedBy(2);
    List<int[]> halved = new ArrayList<>();
    for (int i = 0; i < most.size(); i += 2) {
      int[] one = most.get(i);
      int[] other = most.get(Math.min(i + 1, most.size() - 1));
      halved.add(
          new int[] {
            Math.max(one[0], other[0]), Math.max(one[1], other[1]), Math.max(one[2], other[2])
          });
    }
    most.clear();
    most.addAll(halved);
  }

  public Duration stretch() {
    return stretch;
  }

  /** By stretch: jobs waiting, jobs running, machines. */
  public List<int[]> most() {
    return List.copyOf(most);
  }
}
