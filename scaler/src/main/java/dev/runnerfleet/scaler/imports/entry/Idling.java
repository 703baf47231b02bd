package dev.runnerfleet.scaler.imports.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A warm buffer in the pool file's terms.
 *
 * @param idle slots; the least of them where there is a factor
 * @param idleTimeSeconds how long a machine beyond the buffer may idle
 * @param max the most slots that the factor leads to; 0 for no bound
 */
record Idling(int idle, int idleTimeSeconds, double factor, int max) {

  static final Idling NONE = new Idling(0, 0, 0, 0);

  /**
   * As docker+machine has it (executors/docker/machine, idle_limit_strategy.go): machines are added
   * until IdleCount are free or, with a factor, until IdleCountMin and the factor's share of those
   * in use are. So IdleCount bounds what the factor asks for.
   */
  static Idling ofMachine(int count, int least, double factor, int seconds) {
    if (factor == 0 || count == 0) {
      return new Idling(count, seconds, 0, 0);
    }
    return new Idling(Math.min(count, Math.max(least, 1)), seconds, factor, count);
  }

  /**
   * As taskscaler has it: {@code max(idle_count, min(scale_factor_limit, ceil(factor × active)))}.
   */
  static Idling ofPolicy(int count, double factor, int limit, int seconds) {
    if (factor == 0) {
      return new Idling(count, seconds, 0, 0);
    }
    return new Idling(count, seconds, factor, limit == 0 ? 0 : Math.max(limit, count));
  }

  /** Within what the pool can ever have; a limit wins over a buffer in GitLab Runner too. */
  Idling within(int slots) {
    return new Idling(Math.min(idle, slots), idleTimeSeconds, factor, Math.min(max, slots));
  }

  /** All four values, as a section of config.toml replaces all four. */
  void write(ObjectNode into) {
    into.put("idle", idle);
    into.put("idle-time", idleTimeSeconds + "s");
    into.put("idle-scale-factor", factor);
    into.put("idle-max", max);
  }
}
