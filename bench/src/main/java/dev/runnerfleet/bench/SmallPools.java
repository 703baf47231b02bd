package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What the pool file's defaults mean for teams with few jobs, of whom no recorded trace tells: four
 * weeks of working days, drawn from a seed. Whoever changes a default sees here whom it costs what.
 */
final class SmallPools {

  private static final int DAYS = 28;
  private static final double DAY = 86_400;
  private static final double DAY_BEGINS = 8 * 3600.0;
  private static final double DAY_LASTS = 10 * 3600.0;

  private static final List<Team> ALL =
      List.of(
          new Team("4_pipelines_a_day", 4, true),
          new Team("60_pipelines_a_day", 60, true),
          new Team("20_lone_jobs_a_day", 20, false));

  private final Path scratch;
  private final Benchmark.Progress progress;

  /**
   * A team.
   *
   * @param times how often a day it pushes, at any time of the working day
   * @param pipelines whether a push makes three jobs, and two more after these; else one
   */
  private record Team(String name, int times, boolean pipelines) {}

  private record Job(double queued, double lasting) {}

  SmallPools(Path scratch, Benchmark.Progress progress) {
    this.scratch = scratch;
    this.progress = progress;
  }

  /** Adds what comes of the defaults; machines must not cost more beside the jobs than for them. */
  void measure(Map<String, Double> figures, Map<String, Double> limits)
      throws IOException, InterruptedException {
    Path usual = RecordedTraces.pools(scratch, "usual", "");
    Path share = RecordedTraces.pools(scratch, "share", ", idle-scale-factor: 0.1");
    for (Team team : ALL) {
      Path trace = scratch.resolve(team.name() + ".csv");
      Files.write(trace, jobs(team));
      ReplayCall defaults = replay(trace, usual, "idle-time=1m,3m,5m,10m,30m");
      say(team, "no buffer", defaults.answer().path("sweep"));
      ReplayCall buffered = replay(trace, share, "idle-time=1m,3m,5m");
      say(team, "idle-scale-factor 0.1", buffered.answer().path("sweep"));
      ReplayCall call = ReplayCall.of(List.of(trace.toString(), "--pools", usual.toString()));
      figures.put(team.name() + "_wait_s", call.figure(0, "wait_mean_s"));
      String hours = team.name() + "_machine_hours";
      figures.put(hours, call.figure(0, "machine_hours_per_job_hour"));
      if (team.pipelines()) {
        limits.put(hours, 2.0);
      }
    }
  }

  private static ReplayCall replay(Path trace, Path pools, String sweep)
      throws IOException, InterruptedException {
    return ReplayCall.of(List.of(trace.toString(), "--pools", pools.toString(), "--sweep", sweep));
  }

  private void say(Team team, String what, JsonNode sweep) {
    List<String> points = new ArrayList<>();
    for (JsonNode row : sweep) {
      points.add(
          String.format(
              Locale.ROOT,
              "%s: %.1f s at %.2f",
              row.path("value").asText(),
              row.path("wait_mean_s").asDouble(),
              row.path("machine_hours_per_job_hour").asDouble()));
    }
    progress.say(
        "%s, %s, by idle-time: %s"
            .formatted(team.name().replace('_', ' '), what, String.join(", ", points)));
  }

  private static List<String> jobs(Team team) {
    SplittableRandom random = new SplittableRandom(20_261_121);
    List<Job> jobs = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      for (int push = 0; day % 7 < 5 && push < team.times(); push++) {
        double at = day * DAY + DAY_BEGINS + random.nextDouble() * DAY_LASTS;
        if (team.pipelines()) {
          double end = stage(jobs, random, at, 3, 180);
          stage(jobs, random, end, 2, 300);
        } else {
          stage(jobs, random, at, 1, 240);
        }
      }
    }
    jobs.sort(Comparator.comparingDouble(Job::queued));
    List<String> lines = new ArrayList<>(List.of("queued_ms,duration_ms"));
    for (Job job : jobs) {
      lines.add(Math.round(job.queued() * 1000) + "," + Math.round(job.lasting() * 1000));
    }
    return lines;
  }

  /** Adds jobs that are queued at once; answers when the last ends, a boot's wait included. */
  private static double stage(
      List<Job> jobs, SplittableRandom random, double at, int count, double median) {
    double longest = 0;
    for (int i = 0; i < count; i++) {
      double lasting = median * Math.exp(0.7 * random.nextGaussian());
      longest = Math.max(longest, lasting);
      jobs.add(new Job(at, lasting));
    }
    return at + 60 + longest;
  }
}
