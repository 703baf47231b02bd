package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sandbox's control interface and its GitLab, as a client sees them. */
final class SandboxControl implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI sandbox;

  SandboxControl(URI sandbox) {
    this.sandbox = sandbox;
  }

  /** Makes pending jobs and answers with their ids. */
  List<Long> makeJobs(String project, List<String> tags, int count, String duration)
      throws IOException, InterruptedException {
    JsonNode answer =
        send(
            HttpRequest.newBuilder(sandbox.resolve("/control/jobs"))
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        JSON.writeValueAsString(
                            Map.of(
                                "project", project,
                                "tags", tags,
                                "ref", "main",
                                "count", count,
                                "duration", duration)))));
    List<Long> ids = new ArrayList<>();
    answer.get("ids").forEach(id -> ids.add(id.asLong()));
    return ids;
  }

  /** The sandbox's own books. */
  JsonNode world() throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(sandbox.resolve("/control/world")));
  }

  /** One page of what GitLab's REST interface answers for a path under {@code /api/v4}. */
  JsonNode gitLab(String path) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(sandbox.resolve("/gitlab/api/v4" + path))
            .header("PRIVATE-TOKEN", "glpat-sandbox"));
  }

  @Override
  public void close() {
    client.close();
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(
          "%s answered %d: %s"
              .formatted(response.request().uri(), response.statusCode(), response.body()));
    }
    return JSON.readTree(response.body());
  }
}
