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
import java.util.concurrent.TimeUnit;

/**
 * How long a queued job waits for the decision about its pool while demand events come without a
 * pause, through a real broker and a real database, and while they come one at a time. Each job is
 * queued, starts and ends a second apart; they spread over a hundred pools.
 */
final class DemandRate implements Benchmark {

  private static final int RATE = 2_000;
  private static final int POOLS = 100;
  private static final int TICKS_PER_SECOND = 50;
  private static final int ALONE = 60;
  private static final Duration APART = Duration.ofMillis(50);
  private static final String HANDLED = "runnerfleet_messages_received_total";
  private static final String OF_DEMAND = "result=\"handled\",topic=\"demand-events.v1\"";

  @Override
  public String name() {
    return "demand-rate";
  }

  @Override
  public String summary() {
    return "from a job seen to its pool decided, one at a time and at 2,000 demand events a second";
  }

  @Override
  public Report run(Progress progress, boolean thorough) throws Exception {
    int seconds = thorough ? 120 : 30;
    Path data = Files.createTempDirectory("runnerfleet-bench");
    Ports ports = Ports.free();
    StackSettings settings = StackSettings.forTest(Repository.root(), data, ports, Map.of());
    try (Stack stack = new Stack(settings, progress::say)) {
      for (Part part : List.of(Part.KAFKA, Part.POSTGRESQL, Part.SCALER)) {
        stack.start(part);
      }
      try (SyntheticFleet fleet =
          new SyntheticFleet(stack.address(Part.SCALER), ports.of(Part.KAFKA))) {
        fleet.makePools(POOLS, 20);
        progress.say("Warming up for 10 s");
        long next = tell(fleet, 1, 10);
        awaitHandled(fleet, 0, events(10));
        progress.say("Telling of %d jobs, an event every %s".formatted(ALONE, APART));
        Exposition quiet = fleet.metrics();
        next = tellApart(fleet, next);
        awaitHandled(fleet, handled(quiet), 3 * ALONE);
        Exposition alone = fleet.metrics().since(quiet);
        progress.say("Telling %d events a second for %d s".formatted(RATE, seconds));
        Exposition before = fleet.metrics();
        long began = System.nanoTime();
        tell(fleet, next, seconds);
        awaitHandled(fleet, handled(before), events(seconds));
        double took = (System.nanoTime() - began) / 1e9;
        return report(alone, fleet.metrics().since(before), seconds, took, raw(ports));
      }
    } finally {
      ScratchFolder.delete(data);
    }
  }

  /** Each event by itself: what a decision takes where nothing is gathered. */
  private static long tellApart(SyntheticFleet fleet, long first) throws InterruptedException {
    for (int i = 0; i < ALONE; i++) {
      fleet.queue(first + i, i % POOLS);
      TimeUnit.NANOSECONDS.sleep(APART.toNanos());
      fleet.start(first + i);
      TimeUnit.NANOSECONDS.sleep(APART.toNanos());
      fleet.finish(first + i);
      TimeUnit.NANOSECONDS.sleep(APART.toNanos());
    }
    return first + ALONE;
  }

  /** Every job makes three events, so a third of the rate are new jobs. */
  private static long tell(SyntheticFleet fleet, long first, int seconds)
      throws InterruptedException {
    int jobsPerTick = RATE / TICKS_PER_SECOND / 3;
    int total = jobsPerTick * TICKS_PER_SECOND * seconds;
    int apart = jobsPerTick * TICKS_PER_SECOND;
    int toTheEnd = 2 * apart;
    long began = System.nanoTime();
    for (int i = 0; i < total + toTheEnd; i++) {
      if (i % jobsPerTick == 0) {
        long due = began + TimeUnit.SECONDS.toNanos(1) / TICKS_PER_SECOND * (i / jobsPerTick);
        TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
      }
      if (i < total) {
        fleet.queue(first + i, i % POOLS);
      }
      if (i >= apart && i - apart < total) {
        fleet.start(first + i - apart);
      }
      if (i >= toTheEnd) {
        fleet.finish(first + i - toTheEnd);
      }
    }
    return first + total;
  }

  private static int events(int seconds) {
    return RATE / TICKS_PER_SECOND / 3 * TICKS_PER_SECOND * seconds * 3;
  }

  private static void awaitHandled(SyntheticFleet fleet, double before, int events)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (handled(fleet.metrics()) - before < events) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "%.0f of %d events handled in two minutes"
                .formatted(handled(fleet.metrics()) - before, events));
      }
      Thread.sleep(50);
    }
  }

  private static double handled(Exposition metrics) {
    return metrics.sum(HANDLED, OF_DEMAND);
  }

  private static Samples raw(Ports ports) throws Exception {
    try (RawParts parts = RawParts.open(ports.of(Part.KAFKA), ports.of(Part.POSTGRESQL))) {
      parts.measure(20);
      return parts.measure(100);
    }
  }

  private Report report(
      Exposition alone, Exposition metrics, int seconds, double took, Samples raw) {
    double p99 = decided(metrics, 0.99);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("alone_seen_to_decided_median_ms", decided(alone, 0.5));
    figures.put("alone_seen_to_decided_p95_ms", decided(alone, 0.95));
    figures.put("events", metrics.sum(HANDLED, OF_DEMAND));
    figures.put("events_per_second", metrics.sum(HANDLED, OF_DEMAND) / took);
    figures.put("seen_to_decided_median_ms", decided(metrics, 0.5));
    figures.put("seen_to_decided_p99_ms", p99);
    // The last of a job's three events comes two seconds after the first.
    figures.put("seconds_behind_at_the_end", Math.max(0, took - seconds - 2));
    figures.put("raw_hops_and_commits_median_ms", raw.percentile(50));
    figures.put("ratio_p99_to_raw", p99 / raw.percentile(50));
    return new Report(
        name(),
        figures,
        Map.of(
            "alone_seen_to_decided_p95_ms",
            100.0,
            "seen_to_decided_p99_ms",
            1000.0,
            "seconds_behind_at_the_end",
            1.0));
  }

  private static double decided(Exposition metrics, double share) {
    return 1000
        * metrics.percentile("runnerfleet_phase_seconds", "phase=\"seen_to_decided\"", share);
  }
}
