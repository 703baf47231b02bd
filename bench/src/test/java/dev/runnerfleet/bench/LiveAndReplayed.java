package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What jobs waited live, by GitLab, and what they wait when they are replayed.
 *
 * @param live what each job waited, in seconds
 * @param replayed the first outcome of the replay
 */
record LiveAndReplayed(List<Double> live, JsonNode replayed) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A job that no pool takes: the replay goes on until it comes, when all machines are gone. */
  private static final Duration AFTERWARDS = Duration.ofMinutes(2);

  /**
   * Replays jobs that the sandbox's GitLab has run.
   *
   * @param boot of every machine
   * @param handOver from the end of one job to the beginning of the next on the same machine, which
   *     is a round trip
   */
  static LiveAndReplayed of(List<JsonNode> jobs, Path pools, Duration boot, Duration handOver)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("runnerfleet-replayed");
    try {
      Path trace = folder.resolve("jobs.jsonl");
      List<String> lines =
          new ArrayList<>(jobs.stream().map(LiveAndReplayed::line).sorted().toList());
      lines.add(afterwards(jobs));
      Files.write(trace, lines);
      return new LiveAndReplayed(
          jobs.stream().map(job -> job.path("queued_duration").asDouble()).sorted().toList(),
          replay(
              folder,
              List.of(
                  trace.toString(),
                  "--pools",
                  pools.toString(),
                  "--round-trip",
                  handOver.toMillis() + "ms",
                  "--boot",
                  boot.toMillis() / 1000.0 + "s")));
    } finally {
      ScratchFolder.delete(folder);
    }
  }

  double liveMeanWait() {
    return live.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /** By the nearest rank, as replay has it. */
  double liveWait(double share) {
    return live.get((int) Math.ceil(share * live.size()) - 1);
  }

  /** How long a machine took on average to begin with the next job when there was one. */
  static Duration handOver(Collection<List<JsonNode>> lines) {
    List<Duration> gaps = new ArrayList<>();
    for (List<JsonNode> ran : lines) {
      for (int i = 1; i < ran.size(); i++) {
        Instant free = at(ran.get(i - 1), "finished_at");
        if (queuedAt(ran.get(i)).isBefore(free)) {
          gaps.add(Duration.between(free, at(ran.get(i), "started_at")));
        }
      }
    }
    return gaps.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(Math.max(1, gaps.size()));
  }

  /**
   * How long machines took on average from an order to the beginning of their first job, as {@code
   * --boot} takes it: a cold job waits that and one and a half round trips.
   */
  static Duration boot(Collection<List<JsonNode>> lines, Duration handOver) {
    double average = coldWaits(lines).mapToLong(Duration::toMillis).average().orElseThrow();
    return Duration.ofMillis((long) average).minus(handOver.multipliedBy(3).dividedBy(2));
  }

  /** How much longer the slowest machine took to its first job than the fastest. */
  static Duration spread(Collection<List<JsonNode>> lines) {
    List<Duration> waits = coldWaits(lines).sorted().toList();
    return waits.getLast().minus(waits.getFirst());
  }

  /** What the first job of each machine waited; it was ordered for one that came with that job. */
  private static Stream<Duration> coldWaits(Collection<List<JsonNode>> lines) {
    return lines.stream().map(ran -> waited(ran.getFirst()));
  }

  /**
   * Each machine's jobs in the order in which it ran them.
   *
   * @param runners of jobs, by their ids
   */
  static Collection<List<JsonNode>> lines(List<JsonNode> jobs, Map<Long, Long> runners) {
    return jobs.stream()
        .filter(job -> runners.containsKey(job.path("id").asLong()))
        .sorted(Comparator.comparing(job -> at(job, "started_at")))
        .collect(Collectors.groupingBy(job -> runners.get(job.path("id").asLong())))
        .values();
  }

  private static Instant queuedAt(JsonNode job) {
    return at(job, "started_at").minus(waited(job));
  }

  private static Duration waited(JsonNode job) {
    return Duration.ofMillis(Math.round(job.path("queued_duration").asDouble() * 1000));
  }

  private static Instant at(JsonNode job, String field) {
    return OffsetDateTime.parse(job.path(field).asText()).toInstant();
  }

  private static String afterwards(List<JsonNode> jobs) {
    Instant end =
        jobs.stream().map(job -> at(job, "finished_at")).max(Instant::compareTo).orElseThrow();
    String at = end.plus(AFTERWARDS).toString();
    ObjectNode line =
        JSON.createObjectNode().put("queued", at).put("started", at).put("finished", at);
    line.putArray("tags").add("nobody");
    return line.toString();
  }

  private static String line(JsonNode job) {
    ObjectNode line = JSON.createObjectNode();
    line.put("queued", queuedAt(job).toString());
    line.put("started", job.path("started_at").asText());
    line.put("finished", job.path("finished_at").asText());
    line.set("tags", job.path("tag_list"));
    return line.toString();
  }

  // As ./fleet does, without building first: the tests run while the build does.
  private static JsonNode replay(Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    Path module = Repository.root().resolve("replay/target");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(module.resolve("classes") + File.pathSeparator + module.resolve("lib/*"));
    command.add("dev.runnerfleet.replay.cli.Main");
    command.addAll(arguments);
    command.add("--json");
    Path answer = folder.resolve("answer.json");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(answer.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException("Not replayed: " + Files.readString(answer));
    }
    return JSON.readTree(Files.readString(answer)).path("outcomes").path(0);
  }
}
