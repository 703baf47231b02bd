package dev.runnerfleet.bench;

import dev.runnerfleet.launcher.Part;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * From a launch command handed to Kafka to CreateFleet on the wire, on an idle provisioner. The raw
 * measure goes the same way twice and a commit more, with nothing of ours between.
 */
final class LaunchIdle implements Benchmark {

  /** Between two orders: CreateFleet's bucket refills two tokens a second. */
  private static final Duration REST = Duration.ofMillis(600);

  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final int WARM_UP = 60;

  @Override
  public String name() {
    return "launch-idle";
  }

  @Override
  public String summary() {
    return "from a launch command to CreateFleet on the wire, idle provisioner, 200 times";
  }

  @Override
  public Report run(Progress progress, boolean thorough) throws Exception {
    int times = thorough ? 1_000 : 200;
    FleetCalls calls = new FleetCalls();
    try (ProvisionerStand stand = ProvisionerStand.start(progress, calls::saw)) {
      stand.makePool("idle");
      progress.say("Warming up with " + WARM_UP + " launches");
      measure(stand, calls, WARM_UP);
      progress.say("Measuring " + times + " launches, one every " + REST.toMillis() + " ms");
      Samples ours = measure(stand, calls, times);
      progress.say("Measuring two Kafka hops and three commits, " + times + " times");
      return report(ours, raw(stand, times));
    }
  }

  private static Samples measure(ProvisionerStand stand, FleetCalls calls, int times)
      throws InterruptedException {
    Samples samples = new Samples();
    for (int i = 0; i < times; i++) {
      calls.forget();
      long began = System.nanoTime();
      stand.order("idle", 1);
      Long called = calls.next(LONGEST);
      if (called == null) {
        throw new IllegalStateException("No CreateFleet within " + LONGEST.toSeconds() + " s");
      }
      samples.add(Duration.ofNanos(called - began));
      TimeUnit.NANOSECONDS.sleep(REST.toNanos());
    }
    return samples;
  }

  private static Samples raw(ProvisionerStand stand, int times) throws Exception {
    try (RawParts parts =
        RawParts.open(stand.ports().of(Part.KAFKA), stand.ports().of(Part.POSTGRESQL))) {
      parts.measure(WARM_UP);
      return parts.measure(times);
    }
  }

  private Report report(Samples ours, Samples raw) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("samples", (double) ours.count());
    figures.put("command_to_call_median_ms", ours.percentile(50));
    figures.put("command_to_call_p99_ms", ours.percentile(99));
    figures.put("raw_median_ms", raw.percentile(50));
    figures.put("raw_p99_ms", raw.percentile(99));
    figures.put("ratio_median", ours.percentile(50) / raw.percentile(50));
    figures.put("ratio_p99", ours.percentile(99) / raw.percentile(99));
    return new Report(
        name(),
        figures,
        Map.of("command_to_call_median_ms", 20.0, "command_to_call_p99_ms", 100.0));
  }
}
