package dev.runnerfleet.sandbox.core.aws.api;

import java.util.Map;
import java.util.TreeMap;

/** How often each action was called, by result: {@code ok} or the code it was refused with. */
public final class CallCounts {
  public static final String OK = "ok";

  private final Map<String, Map<String, Long>> counts = new TreeMap<>();

  public void count(String action, String result) {
    counts.computeIfAbsent(action, unused -> new TreeMap<>()).merge(result, 1L, Long::sum);
  }

  /** A copy: action, then result, then the number of calls. */
  public Map<String, Map<String, Long>> snapshot() {
    var copy = new TreeMap<String, Map<String, Long>>();
    counts.forEach((action, results) -> copy.put(action, new TreeMap<>(results)));
    return copy;
  }
}
