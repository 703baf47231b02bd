package dev.runnerfleet.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a benchmark found.
 *
 * @param figures by name, with the unit in the name
 * @param limits by the figure's name, the most that it may be
 */
record Report(String benchmark, Map<String, Double> figures, Map<String, Double> limits) {

  Report {
    figures = new LinkedHashMap<>(figures);
    limits = new LinkedHashMap<>(limits);
    for (String limited : limits.keySet()) {
      if (!figures.containsKey(limited)) {
        throw new IllegalArgumentException("A limit on what was not measured: " + limited);
      }
    }
  }

  /** Whether every limited figure keeps to its limit. */
  boolean held() {
    return limits.entrySet().stream()
        .allMatch(limit -> figures.getOrDefault(limit.getKey(), Double.NaN) <= limit.getValue());
  }

  /** As one line of JSON. */
  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("benchmark", benchmark);
    json.put("figures", figures);
    json.put("limits", limits);
    json.put("held", held());
    return json;
  }
}
