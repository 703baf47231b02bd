package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What jobs waited live, by GitLab, and what they wait when they are replayed.
 *
 * @param liveMeanWait in seconds
 * @param replayed the first outcome of the replay
 */
record LiveAndReplayed(double liveMeanWait, JsonNode replayed) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Replays jobs that the sandbox's GitLab has run. */
  static LiveAndReplayed of(List<JsonNode> jobs, Path pools, Duration boot)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("runnerfleet-replayed");
    try {
      Path trace = folder.resolve("jobs.jsonl");
      Files.write(trace, jobs.stream().map(LiveAndReplayed::line).sorted().toList());
      return new LiveAndReplayed(
          jobs.stream()
              .mapToDouble(job -> job.path("queued_duration").asDouble())
              .average()
              .orElse(0),
          replay(
              folder,
              List.of(
                  trace.toString(),
                  "--pools",
                  pools.toString(),
                  "--boot",
                  boot.toMillis() / 1000.0 + "s")));
    } finally {
      ScratchFolder.delete(folder);
    }
  }

  /** How long machines took on average from the first job on, as {@code --boot} takes it. */
  static Duration boot(List<JsonNode> jobs, List<RunnerEvent> events) {
    Instant first =
        jobs.stream().map(LiveAndReplayed::queuedAt).min(Instant::compareTo).orElseThrow();
    return Duration.ofMillis(
        (long)
            events.stream()
                .filter(RunnerRegistered.class::isInstance)
                .mapToLong(event -> Duration.between(first, event.at()).toMillis())
                .average()
                .orElseThrow());
  }

  private static Instant queuedAt(JsonNode job) {
    Duration queued = Duration.ofMillis(Math.round(job.path("queued_duration").asDouble() * 1000));
    return OffsetDateTime.parse(job.path("started_at").asText()).toInstant().minus(queued);
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
