package dev.runnerfleet.reaper.core;

import java.util.Map;

/**
 * Keeps a sweep that is mistaken from taking a whole fleet with it: of each pool at most a tenth,
 * but at least one machine, within a minute.
 */
final class MassKillGuard {

  private static final int SHARE = 10;

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
