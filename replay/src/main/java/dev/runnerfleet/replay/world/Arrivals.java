package dev.runnerfleet.replay.world;

import dev.runnerfleet.replay.outcome.Ledger;
import dev.runnerfleet.replay.time.Timeline;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.trace.TracedJob;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Lets a trace's jobs come, each when it did. */
public final class Arrivals {

  /** Longer than any schedule or budget holds a job up: what has not moved by then never will. */
  private static final Duration HOPELESS = Duration.ofDays(32);

  private final Timeline timeline;
  private final List<TracedJob> jobs;
  private final Consumer<TracedJob> come;
  private int next;

  public Arrivals(Timeline timeline, Trace trace, Consumer<TracedJob> come) {
    this.timeline = timeline;
    this.jobs = trace.jobs();
    this.come = come;
    plan();
  }

  /**
   * Lets time pass until each job has ended or can never, or until the watch has seen enough.
   *
   * @param ledger that says how many have not ended
   */
  public void play(Ledger ledger, Watch watch) {
    long steps = 0;
    while ((!over() || ledger.unsettled() > 0) && timeline.step()) {
      boolean look = ++steps % Watch.STEPS == 0;
      if (look
          && (!watch.goesOn(timeline.now(), ledger.endedSoFar())
              || (over() && ledger.hasStoodStill(HOPELESS, timeline.now())))) {
        return;
      }
    }
  }

  private boolean over() {
    return next == jobs.size();
  }

  private void plan() {
    if (!over()) {
      timeline.at(jobs.get(next).queuedAt(), this::let);
    }
  }

  private void let() {
    TracedJob job = jobs.get(next++);
    come.accept(job);
    plan();
  }
}
