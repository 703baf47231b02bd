package dev.runnerfleet.pace.core;

import java.time.Duration;

/**
 * Decorrelated jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"): each wait is drawn
 * between the shortest and three times the one before, so that those who failed together do not
 * come back together.
 */
public final class Jitter {

  public static final Duration SHORTEST = Duration.ofSeconds(1);
  public static final Duration LONGEST = Duration.ofSeconds(30);

  private Jitter() {}

  /**
   * The next wait.
   *
   * @param before the wait before; zero before the first
   * @param drawn a number drawn evenly from 0 to 1
   */
  public static Duration next(Duration before, double drawn) {
    Duration most = before.compareTo(LONGEST) > 0 ? LONGEST : before.multipliedBy(3);
    double span = Math.max(0, most.minus(SHORTEST).toMillis());
    Duration wait = SHORTEST.plusMillis(Math.round(span * drawn));
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
