package dev.runnerfleet.reaper.core.sweep;

import java.util.Map;

/**
 * Keeps a sweep that is mistaken from taking a whole fleet with it: of each pool at most a tenth,
 * but at least one machine, within a minute.
 */
final class MassKillGuard {

  private static final int SHARE = 10;

  /** Past a fifth of the fleet, something is wrong with what we believe. */
  private static final int WRONG_SHARE = 5;

  /** A few lost ones are no pattern, however small the fleet. */
  private static final int A_FEW = 3;

  private final Map<String, Integer> sizes;
  private final Map<String, Integer> retired;

  /**
   * A guard for one sweep.
   *
   * @param sizes how many machines each pool has
   * @param retired how many of them sweeps retired within the last minute; counts on
   */
  MassKillGuard(Map<String, Integer> sizes, Map<String, Integer> retired) {
    this.sizes = sizes;
    this.retired = retired;
  }

  /** Whether so many of all machines are more than can be explained without somebody looking. */
  static boolean looksWrong(long wrong, int all) {
    return wrong > A_FEW && wrong * WRONG_SHARE > all;
  }

  /** Whether one more may go; if so, it counts. */
  boolean admits(String pool) {
    int limit = Math.max(1, sizes.getOrDefault(pool, 0) / SHARE);
    int before = retired.getOrDefault(pool, 0);
    if (before >= limit) {
      return false;
    }
    retired.put(pool, before + 1);
    return true;
  }
}
