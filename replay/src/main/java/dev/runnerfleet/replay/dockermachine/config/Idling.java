package dev.runnerfleet.replay.dockermachine.config;

import java.time.Duration;

/**
 * How many machines are to be free, and for how long one may be so beyond that.
 *
 * @param count IdleCount
 * @param least IdleCountMin; with a factor at least 1, as GitLab Runner has it
 * @param factor IdleScaleFactor
 * @param time IdleTime
 */
public record Idling(int count, int least, double factor, Duration time) {

  public Idling {
    least = factor > 0 ? Math.max(1, least) : least;
  }

  /** Whether as many are available as are wanted (idle_limit_strategy.go). */
  public boolean isExceeded(int available, int used) {
    return available >= count
        || (available >= least && factor > 0 && available >= (int) (used * factor));
  }
}
