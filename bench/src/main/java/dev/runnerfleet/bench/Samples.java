package dev.runnerfleet.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Times that were measured, and what can be said of them. */
final class Samples {

  private final List<Duration> durations = new ArrayList<>();

  void add(Duration duration) {
    durations.add(duration);
  }

  int count() {
    return durations.size();
  }

  /** In milliseconds, by the nearest-rank method. */
  double percentile(int percent) {
    if (durations.isEmpty()) {
      throw new IllegalStateException("Nothing was measured");
    }
    List<Duration> sorted = durations.stream().sorted().toList();
    int rank = Math.max(1, (int) Math.ceil(percent / 100.0 * sorted.size()));
    return sorted.get(rank - 1).toNanos() / 1e6;
  }
}
