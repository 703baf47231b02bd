package dev.runnerfleet.replay.world;

import dev.runnerfleet.replay.time.Timeline;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.trace.TracedJob;
import java.util.List;
import java.util.function.Consumer;

/** Lets a trace's jobs come, each when it did. */
public final class Arrivals {

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

  /** Whether all have come. */
  public boolean over() {
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
