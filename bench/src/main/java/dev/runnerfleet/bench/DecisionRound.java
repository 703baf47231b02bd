package dev.runnerfleet.bench;

import dev.runnerfleet.launcher.Part;
import dev.runnerfleet.launcher.Ports;
import dev.runnerfleet.launcher.Stack;
import dev.runnerfleet.launcher.StackSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A full decision round: what a scaler takes to read queue and fleet of every pool from PostgreSQL
 * and decide, with a hundred pools that each have a hundred busy runners and are at their limit.
 * Measured by the scaler itself, in its own process with its usual small heap, round by round.
 */
final class DecisionRound implements Benchmark {

  private static final int POOLS = 100;
  private static final int RUNNERS_PER_POOL = 100;
  // All at once, they would all be idle until their jobs' starts are heard of, as no fleet ever is.
  private static final int AT_A_TIME = 1_000;
  private static final List<Integer> SIZES = List.of(1_000, 10_000, 100_000);

  @Override
  public String name() {
    return "decision-round";
  }

  @Override
  public String summary() {
    return "a full decision round: 100 pools, 10,000 runners, 1k, 10k and 100k queued jobs";
  }

  @Override
  public Report run(Progress progress, boolean thorough) throws Exception {
    int rounds = thorough ? 60 : 15;
    Path data = Files.createTempDirectory("runnerfleet-bench");
    Ports ports = Ports.free();
    StackSettings settings =
        StackSettings.forTest(
            Repository.root(), data, ports, Map.of("RUNNERFLEET_DECISION_INTERVAL", "PT1S"));
    try (Stack stack = new Stack(settings, progress::say)) {
      for (Part part : List.of(Part.KAFKA, Part.POSTGRESQL, Part.SCALER)) {
        stack.start(part);
      }
      Map<String, Double> figures = new LinkedHashMap<>();
      try (SyntheticFleet fleet =
          new SyntheticFleet(stack.address(Part.SCALER), ports.of(Part.KAFKA))) {
        progress.say("Making %d pools of %d busy runners".formatted(POOLS, RUNNERS_PER_POOL));
        fleet.makePools(POOLS, RUNNERS_PER_POOL);
        long next = 1;
        for (int busy = AT_A_TIME; busy <= POOLS * RUNNERS_PER_POOL; busy += AT_A_TIME) {
          next = queue(fleet, next, AT_A_TIME);
          fleet.await("runnerfleet_runners", "state=\"busy\"", busy);
        }
        int queued = 0;
        for (int size : SIZES) {
          next = queue(fleet, next, size - queued);
          queued = size;
          fleet.await("runnerfleet_queue_jobs", "", size);
          progress.say("Measuring %d rounds with %d queued jobs".formatted(rounds, size));
          Samples samples = measure(fleet, rounds);
          figures.put("round_%dk_median_ms".formatted(size / 1000), samples.percentile(50));
          figures.put("round_%dk_worst_ms".formatted(size / 1000), samples.percentile(100));
        }
      }
      return report(figures, raw(ports));
    } finally {
      ScratchFolder.delete(data);
    }
  }

  private static long queue(SyntheticFleet fleet, long from, int count) {
    for (int i = 0; i < count; i++) {
      fleet.queue(from + i, i % POOLS);
    }
    return from + count;
  }

  /** A round at a time: what the scaler's timer has more than a moment before. */
  private static Samples measure(SyntheticFleet fleet, int rounds)
      throws IOException, InterruptedException {
    Samples samples = new Samples();
    Exposition before = fleet.metrics();
    while (samples.count() < rounds) {
      Thread.sleep(100);
      Exposition now = fleet.metrics();
      double count = count(now) - count(before);
      if (count == 1) {
        samples.add(Duration.ofNanos((long) ((sum(now) - sum(before)) * 1e9)));
      }
      before = now;
    }
    return samples;
  }

  private static double count(Exposition metrics) {
    return metrics.sum("runnerfleet_decision_round_seconds_count", "");
  }

  private static double sum(Exposition metrics) {
    return metrics.sum("runnerfleet_decision_round_seconds_sum", "");
  }

  private static Samples raw(Ports ports) throws Exception {
    try (RawParts parts = RawParts.open(ports.of(Part.KAFKA), ports.of(Part.POSTGRESQL))) {
      parts.measure(20);
      return parts.measure(100);
    }
  }

  private Report report(Map<String, Double> figures, Samples raw) {
    double most = figures.getOrDefault("round_100k_median_ms", Double.NaN);
    figures.put(
        "growth_10k_to_100k", most / figures.getOrDefault("round_10k_median_ms", Double.NaN));
    figures.put("raw_hops_and_commits_median_ms", raw.percentile(50));
    figures.put("ratio_to_raw", most / raw.percentile(50));
    // Ten times the jobs may cost ten times as much, which is linear, and no more.
    return new Report(
        name(), figures, Map.of("round_100k_median_ms", 250.0, "growth_10k_to_100k", 10.0));
  }
}
