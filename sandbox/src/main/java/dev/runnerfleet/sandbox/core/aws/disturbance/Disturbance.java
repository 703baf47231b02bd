package dev.runnerfleet.sandbox.core.aws.disturbance;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import java.time.Duration;

/** What happens to one call. */
public sealed interface Disturbance {

  /** It is served. */
  record None() implements Disturbance {}

  /**
   * It is served, but its answer is held back for this long: who gives up waiting cannot know what
   * became of it.
   */
  record Stall(Duration duration) implements Disturbance {}

  /** It is refused, and nothing else happens. */
  record Fail(Refusal refusal) implements Disturbance {}
}
