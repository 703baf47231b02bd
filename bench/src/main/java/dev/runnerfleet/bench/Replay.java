package dev.runnerfleet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How fast a history is replayed, what the defaults mean for small teams, and where recorded traces
 * are at hand, how near replay comes to an independent simulation of them.
 */
final class Replay implements Benchmark {

  /** Where {@code firefox-gecko-3-b-linux.csv} and its like lie. */
  private static final String TRACES = "RUNNERFLEET_CI_TRACES";

  private static final int JOBS = 100_000;
  private static final double MEAN_SECONDS_BETWEEN = 11;

  @Override
  public String name() {
    return "replay";
  }

  @Override
  public String summary() {
    return "seconds and memory for 100,000 jobs; with " + TRACES + " two recorded traces compared";
  }

  @Override
  public Report run(Progress progress, boolean thorough) throws Exception {
    Map<String, Double> figures = new LinkedHashMap<>();
    Map<String, Double> limits = new LinkedHashMap<>();
    Path scratch = Files.createTempDirectory("bench-replay");
    try {
      Path pools = RecordedTraces.pools(scratch, "10m");
      ReplayCall half = replay(scratch, JOBS / 2, pools);
      progress.say("%,d jobs in %.1f s".formatted(JOBS / 2, half.took().toMillis() / 1000.0));
      ReplayCall whole = replay(scratch, JOBS, pools);
      progress.say("%,d jobs in %.1f s".formatted(JOBS, whole.took().toMillis() / 1000.0));
      figures.put("jobs", whole.figure(0, "jobs_ended"));
      figures.put("seconds_for_50000_jobs", half.took().toMillis() / 1000.0);
      figures.put("seconds_for_100000_jobs", whole.took().toMillis() / 1000.0);
      figures.put("times_as_long_for_twice_the_jobs", ratio(whole, half));
      figures.put("peak_memory_mb", whole.peakMb());
      limits.put("seconds_for_100000_jobs", 60.0);
      limits.put("times_as_long_for_twice_the_jobs", 2.4);
      limits.put("peak_memory_mb", 1000.0);
      new SmallPools(scratch, progress).measure(figures, limits);
      String folder = System.getenv(TRACES);
      if (folder == null) {
        progress.say("No recorded traces: " + TRACES + " names no folder of them");
      } else {
        new RecordedTraces(Path.of(folder), scratch, progress).compare(figures, limits);
      }
    } finally {
      ScratchFolder.delete(scratch);
    }
    return new Report(name(), figures, limits);
  }

  private static double ratio(ReplayCall whole, ReplayCall half) {
    return (double) whole.took().toMillis() / half.took().toMillis();
  }

  private static ReplayCall replay(Path scratch, int jobs, Path pools)
      throws IOException, InterruptedException {
    Path trace = scratch.resolve("jobs-" + jobs + ".csv");
    Files.write(trace, synthetic(jobs));
    return ReplayCall.of(List.of(trace.toString(), "--pools", pools.toString()));
  }

  /** Jobs as a busy CI has them: by day four times as many as by night, most short, some long. */
  private static List<String> synthetic(int jobs) {
    SplittableRandom random = new SplittableRandom(20_260_105);
    List<String> lines = new ArrayList<>(List.of("queued_ms,duration_ms"));
    double second = 0;
    for (int i = 0; i < jobs; i++) {
      double hour = second / 3600 % 24;
      double busy = 1 + 0.6 * Math.sin((hour - 8) / 24 * 2 * Math.PI);
      second += -Math.log(1 - random.nextDouble()) * MEAN_SECONDS_BETWEEN / busy;
      double lasting = Math.exp(5.8 + 0.9 * random.nextGaussian());
      lines.add(
          String.format(
              Locale.ROOT, "%d,%d", Math.round(second * 1000), Math.round(lasting * 1000)));
    }
    return lines;
  }
}
