package dev.runnerfleet.sandbox.core.gitlab.job;

import java.time.Duration;
import java.util.List;

/** What a runner has to do for a job. */
public sealed interface Work {

  /** Nothing, for so long. */
  record Lasting(Duration duration) implements Work {}

  /** The lines of a script. */
  record Scripted(List<String> lines) implements Work {
    public Scripted {
      lines = List.copyOf(lines);
    }
  }
}
