package dev.runnerfleet.replay.time;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/**
 * What is to happen, in the order of its time; at equal times in the order in which it was planned,
 * so that a run can be repeated to the byte.
 */
public final class Timeline {

  private final PriorityQueue<Due> due = new PriorityQueue<>();
  private Instant now;
  private long planned;

  public Timeline(Instant start) {
    this.now = start;
  }

  public Instant now() {
    return now;
  }

  /** Plans something; what is planned for the past happens next. */
  public void at(Instant when, Runnable what) {
    due.add(new Due(when.isBefore(now) ? now : when, planned++, what));
  }

  public void after(Duration wait, Runnable what) {
    at(now.plus(wait), what);
  }

  /** Lets the next thing happen; false where nothing is left. */
  public boolean step() {
    Due next = due.poll();
    if (next == null) {
      return false;
    }
    now = next.at();
    next.what().run();
    return true;
  }

  private record Due(Instant at, long number, Runnable what) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }
}
