package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./fleet replay}, called as anybody would.
 *
 * @param answer what it said, as JSON
 * @param took from the start of its process to the end
 * @param peakMb the most memory that its process held; 0 where the system does not tell
 */
record ReplayCall(JsonNode answer, Duration took, double peakMb) {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * Calls it with these arguments and {@code --json}.
   *
   * @throws IllegalStateException when it fails, or takes longer than ten minutes
   */
  static ReplayCall of(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Repository.root().resolve("fleet").toString());
    command.add("replay");
    command.addAll(arguments);
    command.add("--json");
    Path answer = Files.createTempFile("replay", ".json");
    try {
      long began = System.nanoTime();
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(answer.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      double peak = 0;
      while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
        peak = Math.max(peak, peakMb(process.pid()));
        if (System.nanoTime() - began > LONGEST.toNanos()) {
          process.destroy();
          throw new IllegalStateException("Replay took longer than " + LONGEST);
        }
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException("Replay failed: " + String.join(" ", command));
      }
      return new ReplayCall(
          new ObjectMapper().readTree(Files.readString(answer)),
          Duration.ofNanos(System.nanoTime() - began),
          peak);
    } finally {
      Files.deleteIfExists(answer);
    }
  }

  private static double peakMb(long pid) throws IOException {
    try {
      return Files.readAllLines(Path.of("/proc/%d/status".formatted(pid)), StandardCharsets.UTF_8)
          .stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  double figure(int outcome, String name) {
    return answer.path("outcomes").path(outcome).path(name).asDouble();
  }
}
