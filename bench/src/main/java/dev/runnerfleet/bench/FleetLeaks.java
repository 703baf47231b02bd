package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is there without the rest of it, over time: a GitLab runner without a machine, a machine
 * without a record, a record without a machine. Machines come and go between the calls of one look,
 * so what only one look shows is no leak.
 */
final class FleetLeaks {

  private static final int PAGE = 100;

  /** From the look that showed it first to the last one. */
  private record Span(long from, long to, double sweepsBefore, double sweepsAfter) {
    double seconds() {
      return (to - from) / 1e9;
    }

    double sweeps() {
      return sweepsAfter - sweepsBefore;
    }
  }

  private final SandboxControl sandbox;
  private final FleetRecords records;
  private final Map<String, Span> spans = new LinkedHashMap<>();
  private Set<String> now = Set.of();
  private int failedLooks;

  FleetLeaks(SandboxControl sandbox, FleetRecords records) {
    this.sandbox = sandbox;
    this.records = records;
  }

  /** One look; a call that fails, as some are meant to, makes it none. */
  void look() throws InterruptedException {
    try {
      double sweeps = sweeps();
      Set<String> found = find();
      long at = System.nanoTime();
      for (String each : found) {
        Span before = now.contains(each) ? spans.get(each) : null;
        spans.put(
            each,
            before == null
                ? new Span(at, at, sweeps, sweeps)
                : new Span(before.from(), at, before.sweepsBefore(), sweeps));
      }
      now = found;
    } catch (IOException e) {
      failedLooks++;
    }
  }

  /** What the latest look has shown. */
  Set<String> now() {
    return now;
  }

  int failedLooks() {
    return failedLooks;
  }

  /** How many there were. */
  long seen() {
    return spans.values().stream().filter(span -> span.to() > span.from()).count();
  }

  double longestSeconds() {
    return spans.values().stream().mapToDouble(Span::seconds).max().orElse(0);
  }

  /** The most complete sweeps that ended between the first and the last look at one of them. */
  double mostSweeps() {
    return spans.values().stream().mapToDouble(Span::sweeps).max().orElse(0);
  }

  /** The one that lasted longest, for a reader. */
  String longest() {
    return spans.entrySet().stream()
        .max(Map.Entry.comparingByValue((a, b) -> Double.compare(a.seconds(), b.seconds())))
        .map(
            each ->
                "%s: %.0f s, %.0f sweeps"
                    .formatted(each.getKey(), each.getValue().seconds(), each.getValue().sweeps()))
        .orElse("none");
  }

  /** Complete sweeps so far. */
  double sweeps() throws IOException, InterruptedException {
    return records.counted().sum("runnerfleet_sweeps_total", "complete");
  }

  private Set<String> find() throws IOException, InterruptedException {
    // In this order a machine on its ordinary way in or out shows in one look at most.
    Map<String, String> runners = gitLabRunners();
    List<String> machines = sandbox.machines();
    Map<String, String> recorded = records.machines();
    Set<String> up = new HashSet<>(machines);
    Set<String> known = new HashSet<>(recorded.values());
    Set<String> found = new HashSet<>();
    runners.forEach((id, instance) -> add(found, "runner " + id, !up.contains(instance)));
    machines.forEach(instance -> add(found, "machine " + instance, !known.contains(instance)));
    recorded.forEach((id, instance) -> add(found, "record " + id, !up.contains(instance)));
    return found;
  }

  private static void add(Set<String> found, String what, boolean leaked) {
    if (leaked) {
      found.add(what);
    }
  }

  /** Each one's instance, as its description says. */
  private Map<String, String> gitLabRunners() throws IOException, InterruptedException {
    Map<String, String> runners = new LinkedHashMap<>();
    for (int page = 1; ; page++) {
      JsonNode found = sandbox.gitLab("/runners/all?per_page=%d&page=%d".formatted(PAGE, page));
      for (JsonNode runner : found) {
        String description = runner.path("description").asText();
        runners.put(
            runner.get("id").asText(), description.substring(description.lastIndexOf('/') + 1));
      }
      if (found.size() < PAGE) {
        return runners;
      }
    }
  }
}
