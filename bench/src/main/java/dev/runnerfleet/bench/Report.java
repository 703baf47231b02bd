package dev.runnerfleet.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a benchmark found.
 *
 * @param figures by name, with the unit in the name
 * @param limits by the figure's name, the most that it may be
 * @param least by the figure's name, the least that it has to be for the rest to mean anything
 */
record Report(
    String benchmark,
    Map<String, Double> figures,
    Map<String, Double> limits,
    Map<String, Double> least) {

  Report {
    figures = new LinkedHashMap<>(figures);
    limits = new LinkedHashMap<>(limits);
    least = new LinkedHashMap<>(least);
    requireMeasured(figures, limits);
    requireMeasured(figures, least);
  }

  Report(String benchmark, Map<String, Double> figures, Map<String, Double> limits) {
    this(benchmark, figures, limits, Map.of());
  }

  private static void requireMeasured(Map<String, Double> figures, Map<String, Double> bounds) {
    for (String bounded : bounds.keySet()) {
      if (!figures.containsKey(bounded)) {
        throw new IllegalArgumentException("A limit on what was not measured: " + bounded);
      }
    }
  }

  /** Whether every limited figure keeps to its limit. */
  boolean held() {
    return limits.entrySet().stream().allMatch(limit -> figure(limit.getKey()) <= limit.getValue())
        && least.entrySet().stream().allMatch(bound -> figure(bound.getKey()) >= bound.getValue());
  }

  private double figure(String name) {
    return figures.getOrDefault(name, Double.NaN);
  }

  /** As one line of JSON. */
  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("benchmark", benchmark);
    json.put("figures", figures);
    json.put("limits", limits);
    if (!least.isEmpty()) {
      json.put("least", least);
    }
    json.put("held", held());
    return json;
  }
}
