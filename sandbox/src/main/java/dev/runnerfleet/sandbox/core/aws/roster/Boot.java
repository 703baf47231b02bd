package dev.runnerfleet.sandbox.core.aws.roster;

import dev.runnerfleet.sandbox.core.aws.instance.LaunchOrder;
import java.time.Duration;

/** How an instance comes up: what it takes from its launch, and how that ends. */
public record Boot(Duration takes, Outcome outcome) {

  /** How a boot ends. */
  public enum Outcome {
    /** It runs, and its machine starts to work. */
    WORKS,
    /** It runs as far as EC2 can tell, but nothing on it ever does. */
    MUTE,
    /** It never runs: EC2 gives it up and terminates it. */
    DIES
  }

  /** What decides how each instance comes up. */
  @FunctionalInterface
  public interface Fate {
    Boot of(LaunchOrder order, Boot planned);
  }
}
