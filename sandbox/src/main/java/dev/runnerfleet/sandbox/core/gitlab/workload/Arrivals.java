package dev.runnerfleet.sandbox.core.gitlab.workload;

import java.time.Duration;
import java.util.SplittableRandom;

/** When the jobs of a group come, counted from the workload's start. */
public sealed interface Arrivals {

  /** When the job with that number, from zero, comes. */
  Duration of(int number, SplittableRandom random);

  /** All at once. */
  record Burst(Duration at) implements Arrivals {
    @Override
    public Duration of(int number, SplittableRandom random) {
      return at;
    }
  }

  /** One after the other, the first at {@code at}. */
  record Steady(Duration at, Duration every) implements Arrivals {
    @Override
    public Duration of(int number, SplittableRandom random) {
      return at.plus(every.multipliedBy(number));
    }
  }

  /** Each at a random moment within {@code over} from {@code at} on. */
  record Scattered(Duration at, Duration over) implements Arrivals {
    @Override
    public Duration of(int number, SplittableRandom random) {
      return at.plusMillis(random.nextLong(Math.max(1, over.toMillis())));
    }
  }
}
