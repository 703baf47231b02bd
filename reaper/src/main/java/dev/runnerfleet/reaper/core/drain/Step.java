package dev.runnerfleet.reaper.core.drain;

import java.time.Duration;
import java.util.Optional;

/**
 * What becomes of a drain.
 *
 * @param next the state to save
 * @param rest how long to wait before the next call
 * @param tell what the fleet is to be told with it
 */
public record Step(Drain next, Duration rest, Optional<Tell> tell) {

  /** The news that a step makes. */
  public enum Tell {
    DRAINING,
    KEPT,
    TERMINATED
  }

  static Step to(Drain next) {
    return new Step(next, Duration.ZERO, Optional.empty());
  }

  Step after(Duration pause) {
    return new Step(next, pause, tell);
  }

  Step telling(Tell news) {
    return new Step(next, rest, Optional.of(news));
  }
}
