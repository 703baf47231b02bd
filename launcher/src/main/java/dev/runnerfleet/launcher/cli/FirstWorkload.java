package dev.runnerfleet.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Gives an empty sandbox jobs, and says how they fare until all are done. */
final class FirstWorkload {

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Path scenario;
  private final URI sandbox;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  FirstWorkload(Path home, URI sandbox) {
    this.scenario = home.resolve("sandbox/scenarios/first-workload.json");
    this.sandbox = sandbox;
  }

  void run() {
    try {
      if (WorldLine.hasJobs(get("/control/world"))) {
        return;
      }
      String id = start();
      System.out.println(
          "The first workload has begun; what the simulated GitLab and AWS see of it:");
      watch(id);
    } catch (IOException e) {
      System.out.println("The first workload cannot be followed any more: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String start() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(sandbox.resolve("/control/workloads"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Files.readString(scenario)))
            .build();
    return send(request).path("id").asText();
  }

  private void watch(String id) throws IOException, InterruptedException {
    long began = System.nanoTime();
    while (true) {
      Thread.sleep(BETWEEN_LINES);
      Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
      System.out.println(WorldLine.of(elapsed, get("/control/world")));
      if (get("/control/workloads/" + id).path("done").asBoolean()) {
        System.out.println(
            "The first workload is done. The machines go once they have idled for the pool's idle-time.");
        return;
      }
    }
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(sandbox.resolve(path)).timeout(TIMEOUT).build());
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(
          "%s answered %d".formatted(request.uri().getPath(), response.statusCode()));
    }
    return json.readTree(response.body());
  }
}
