package dev.runnerfleet.jobwatcher.core;

import dev.runnerfleet.contracts.demand.DemandEvent;
import java.util.List;

/** What an observation made of a job. */
public record Tracked(KnownJob job, Change change, List<DemandEvent> events) {

  /** What kind of difference it made. */
  public enum Change {
    /** The job was not known, or has moved on. */
    ADVANCED,
    /** The job stands where it stood, but more is known of it. */
    AMENDED,
    /** The job stands where it stood, but what was told of its requirements was wrong. */
    CORRECTED,
    /** Nothing new. */
    REPEATED,
    /** It tells of a time before what is known already. */
    STALE
  }

  public Tracked {
    events = List.copyOf(events);
  }

  static Tracked unchanged(KnownJob job, Change why) {
    return new Tracked(job, why, List.of());
  }

  public boolean isNews() {
    return switch (change) {
      case ADVANCED, AMENDED, CORRECTED -> true;
      case REPEATED, STALE -> false;
    };
  }
}
