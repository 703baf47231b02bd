package dev.runnerfleet.replay.dockermachine;

import java.util.ArrayDeque;
import java.util.Deque;

/** The manager's workers, as many as {@code concurrent}: each asks for a job or runs one. */
final class Workers {

  private final Deque<Runnable> blocked = new ArrayDeque<>();
  private int free;

  Workers(int concurrent) {
    this.free = concurrent;
  }

  /**
   * Hands work to the next worker that is free; whoever feeds the workers stands still till then.
   */
  void whenFree(Runnable work) {
    if (free > 0) {
      free--;
      work.run();
    } else if (blocked.isEmpty()) {
      blocked.add(work);
    }
  }

  /** Hands work to a worker if one is free at this moment, else to nobody. */
  void ifFree(Runnable work) {
    if (free > 0) {
      free--;
      work.run();
    }
  }

  /** A worker has nothing to do any more. */
  void done() {
    free++;
    Runnable next = blocked.poll();
    if (next != null) {
      whenFree(next);
    }
  }
}
