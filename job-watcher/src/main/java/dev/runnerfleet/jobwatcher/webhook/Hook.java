package dev.runnerfleet.jobwatcher.webhook;

import dev.runnerfleet.jobwatcher.core.Observation;

/** What a webhook says. */
sealed interface Hook {

  /** A job was seen. */
  record JobSeen(Observation observation) implements Hook {}

  /** Something that does not matter here, such as a push, or a status that is not known. */
  record Other() implements Hook {}

  /** Nothing that could be understood. */
  record Unreadable() implements Hook {}
}
