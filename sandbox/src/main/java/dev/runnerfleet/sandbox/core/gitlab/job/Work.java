package dev.runnerfleet.sandbox.core.gitlab.job;

import dev.runnerfleet.sandbox.core.gitlab.plan.Outcome;
import java.time.Duration;
import java.util.List;

/** What a runner has to do for a job. */
public sealed interface Work {

  /** Nothing, for so long. */
  record Lasting(Duration duration, Outcome outcome) implements Work {
    public Lasting(Duration duration) {
      this(duration, Outcome.SUCCESS);
    }
  }

  /** The lines of a script. */
  record Scripted(List<String> lines) implements Work {
    public Scripted {
      lines = List.copyOf(lines);
    }
  }

  /** The same work, for another time where it is a matter of time. */
  default Work lasting(Duration duration) {
    return switch (this) {
      case Lasting before -> new Lasting(duration, before.outcome());
      case Scripted script -> script;
    };
  }
}
