package dev.runnerfleet.jobwatcher.webhook;

import dev.runnerfleet.jobwatcher.core.Observation;
import java.util.List;

/** What a webhook says. */
sealed interface Hook {

  /** Jobs were seen: one, or those of a pipeline. */
  record JobsSeen(List<Observation> observations) implements Hook {
    public JobsSeen {
      observations = List.copyOf(observations);
    }
  }

  /** Something that does not matter here, such as a push, or a status that is not known. */
  record Other() implements Hook {}

  /** Nothing that could be understood. */
  record Unreadable() implements Hook {}
}
