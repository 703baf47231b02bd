package dev.runnerfleet.sandbox.core.gitlab.workload;

import java.time.Duration;
import java.util.SplittableRandom;

/** How long jobs last: each a random time from {@code min} to {@code max}. */
public record Durations(Duration min, Duration max) {
  Duration draw(SplittableRandom random) {
    return min.plusMillis(random.nextLong(max.minus(min).toMillis() + 1));
  }
}
