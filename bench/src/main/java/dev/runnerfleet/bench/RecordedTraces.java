package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Two recorded traces, by replay and by an independent simulation of them whose figures stand here:
 * boot 60 s, one job per machine, no limit on machines, mean wait in seconds at machine-hours
 * relative to the jobs' own.
 */
final class RecordedTraces {

  private static final List<Recorded> ALL =
      List.of(
          new Recorded(
              "gecko-3-b-linux",
              new Point(16.1, 1.41),
              new Point(179.7, 1.34),
              List.of(new Point(19.2, 1.23), new Point(16.1, 1.36))),
          new Recorded(
              "mobile-3-b-linux-large",
              new Point(51.1, 2.25),
              new Point(209.0, 2.29),
              List.of(new Point(51.2, 1.72), new Point(45.4, 2.24))));

  private final Path traces;
  private final Path scratch;
  private final Benchmark.Progress progress;

  /** Mean wait in seconds, at machine-hours for each hour of the jobs. */
  private record Point(double waited, double cost) {}

  /**
   * A trace, and what the other simulation made of it.
   *
   * @param none docker+machine with IdleCount 0 and request_concurrency 10
   * @param five the same with IdleCount 5 and request_concurrency 1
   * @param reachable by reacting well, with machines kept 300 s and 600 s
   */
  private record Recorded(String name, Point none, Point five, List<Point> reachable) {}

  RecordedTraces(Path traces, Path scratch, Benchmark.Progress progress) {
    this.traces = traces;
    this.scratch = scratch;
    this.progress = progress;
  }

  /** Adds what comes of it; each must come within a twentieth of the other simulation. */
  void compare(Map<String, Double> figures, Map<String, Double> limits)
      throws IOException, InterruptedException {
    for (Recorded recorded : ALL) {
      String label = recorded.name().substring(0, recorded.name().indexOf('-'));
      against(recorded, recorded.none(), 10, 0, label + "_idle_count_0", figures, limits);
      against(recorded, recorded.five(), 1, 5, label + "_idle_count_5", figures, limits);
      ours(recorded, label, figures, limits);
    }
  }

  private void against(
      Recorded recorded,
      Point other,
      int requests,
      int idle,
      String name,
      Map<String, Double> figures,
      Map<String, Double> limits)
      throws IOException, InterruptedException {
    Path config = scratch.resolve(name + ".toml");
    Files.writeString(config, config(requests, idle));
    ReplayCall call =
        ReplayCall.of(
            List.of(
                trace(recorded).toString(),
                "--pools",
                pools(scratch, "10m").toString(),
                "--against",
                config.toString()));
    Point ours =
        new Point(call.figure(1, "wait_mean_s"), call.figure(1, "machine_hours_per_job_hour"));
    say(recorded, "docker+machine, IdleCount %d".formatted(idle), ours, other);
    figures.put(name + "_wait_s", ours.waited());
    figures.put(name + "_machine_hours", ours.cost());
    put(figures, limits, name + "_wait_off_share", Math.abs(ours.waited() / other.waited() - 1));
    put(figures, limits, name + "_hours_off_share", Math.abs(ours.cost() / other.cost() - 1));
  }

  private static String config(int requests, int idle) {
    return """
    concurrent = 100000
    [[runners]]
      executor = "docker+machine"
      request_concurrency = %d
      [runners.machine]
        IdleCount = %d
        IdleTime = 600
        MachineOptions = ["amazonec2-instance-type=m7i.large", "amazonec2-request-spot-instance"]
    """
        .formatted(requests, idle);
  }

  private void ours(
      Recorded recorded, String name, Map<String, Double> figures, Map<String, Double> limits)
      throws IOException, InterruptedException {
    ReplayCall call =
        ReplayCall.of(
            List.of(
                trace(recorded).toString(),
                "--pools",
                pools(scratch, "10m").toString(),
                "--round-trip",
                "0ms",
                "--sweep",
                "idle-time=230s,260s,300s,500s,560s,600s,660s"));
    NavigableMap<Double, Double> waitByCost = new TreeMap<>();
    double longest = 0;
    for (JsonNode row : call.answer().path("sweep")) {
      waitByCost.put(
          row.path("machine_hours_per_job_hour").asDouble(), row.path("wait_mean_s").asDouble());
      longest = Math.max(longest, row.path("wait_max_s").asDouble());
    }
    for (Point other : recorded.reachable()) {
      Point ours = new Point(at(other.cost(), waitByCost), other.cost());
      String figure = "%s_at_%.0f_percent".formatted(name, other.cost() * 100);
      say(recorded, "Runnerfleet at equal cost, round trip 0", ours, other);
      figures.put(figure + "_wait_s", ours.waited());
      put(figures, limits, figure + "_wait_over_share", ours.waited() / other.waited() - 1);
    }
    figures.put(name + "_longest_wait_s", longest);
    limits.put(name + "_longest_wait_s", 60.5);
  }

  /** Between the two nearest; beyond the ends, the nearest. */
  private static double at(double cost, NavigableMap<Double, Double> waits) {
    Map.Entry<Double, Double> below = waits.floorEntry(cost);
    Map.Entry<Double, Double> above = waits.ceilingEntry(cost);
    if (below == null || above == null) {
      return (below == null ? waits.firstEntry() : waits.lastEntry()).getValue();
    }
    double span = above.getKey() - below.getKey();
    double share = span == 0 ? 0 : (cost - below.getKey()) / span;
    return below.getValue() + share * (above.getValue() - below.getValue());
  }

  private static void put(
      Map<String, Double> figures, Map<String, Double> limits, String name, double share) {
    figures.put(name, share);
    limits.put(name, 0.05);
  }

  private void say(Recorded recorded, String what, Point ours, Point other) {
    progress.say(
        "%s, %s: %.1f s at %.3f, other simulation %.1f s at %.2f"
            .formatted(
                recorded.name(), what, ours.waited(), ours.cost(), other.waited(), other.cost()));
  }

  private Path trace(Recorded recorded) {
    return traces.resolve("firefox-%s.csv".formatted(recorded.name()));
  }

  /** A pool without limits that keeps machines for so long. */
  static Path pools(Path scratch, String idleTime) throws IOException {
    return pools(scratch, idleTime, ", idle-time: " + idleTime);
  }

  /**
   * A pool without limits.
   *
   * @param keys of its capacity, each after a comma
   */
  static Path pools(Path scratch, String name, String keys) throws IOException {
    Path file = scratch.resolve("pools-" + name + ".yaml");
    Files.writeString(
        file,
        """
        pools:
          - name: linux
            region: us-east-1
            gitlab: { scope: group, id: 1 }
            match: { run-untagged: true }
            machine:
              executor: docker
              image: ami-0123456789abcdef0
              instance-types: [m7i.large, m7a.large, m6i.large, m6a.large]
              subnets: [subnet-0a, subnet-0b, subnet-0c]
              security-groups: [sg-0f]
            market: { spot: preferred, on-demand-fallback: true }
            capacity: { max-runners: 100000, max-lifetime: 0s%s }
        """
            .formatted(keys));
    return file;
  }
}
