package dev.runnerfleet.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service exposes to Prometheus at a moment. */
record Exposition(List<Sample> samples) {

  private static final Pattern LINE = Pattern.compile("^(\\w+)(?:\\{(.*)})? ([^ ]+)$");
  private static final Pattern BOUND = Pattern.compile("le=\"([^\"]+)\"");

  static Exposition parse(String text) {
    List<Sample> samples = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        String labels = matcher.group(2) == null ? "" : matcher.group(2);
        samples.add(new Sample(matcher.group(1), labels, Double.parseDouble(matcher.group(3))));
      }
    }
    return new Exposition(samples);
  }

  /** The sum over all samples of a name that have such a label; an empty one for all. */
  double sum(String name, String label) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name) && sample.labels().contains(label))
        .mapToDouble(Sample::value)
        .sum();
  }

  /** The upper bound of the bucket in which a histogram's percentile lies, over all its series. */
  double percentile(String name, String label, double share) {
    double total = sum(name + "_count", label);
    return samples.stream()
        .filter(sample -> sample.name().equals(name + "_bucket"))
        .filter(sample -> sample.labels().contains(label))
        .map(sample -> bound(sample.labels()))
        .distinct()
        .sorted(Comparator.naturalOrder())
        .filter(bound -> atMost(name, label, bound) >= share * total)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** What was counted since an earlier look. */
  Exposition since(Exposition before) {
    Map<String, Double> earlier = new HashMap<>();
    before.samples.forEach(sample -> earlier.put(sample.series(), sample.value()));
    return new Exposition(
        samples.stream()
            .map(
                sample ->
                    new Sample(
                        sample.name(),
                        sample.labels(),
                        sample.value() - earlier.getOrDefault(sample.series(), 0.0)))
            .toList());
  }

  private double atMost(String name, String label, double bound) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name + "_bucket"))
        .filter(sample -> sample.labels().contains(label) && bound(sample.labels()) == bound)
        .mapToDouble(Sample::value)
        .sum();
  }

  private static double bound(String labels) {
    Matcher matcher = BOUND.matcher(labels);
    if (!matcher.find()) {
      throw new IllegalStateException("A bucket without a bound: " + labels);
    }
    return matcher.group(1).equals("+Inf")
        ? Double.POSITIVE_INFINITY
        : Double.parseDouble(matcher.group(1));
  }

  /** One line. */
  record Sample(String name, String labels, double value) {

    String series() {
      return name + "{" + labels + "}";
    }
  }
}
