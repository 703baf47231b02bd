package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sandbox's control interface and its GitLab, as a client sees them. */
final class SandboxControl implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MACHINES =
      "Action=DescribeInstances&Version=2016-11-15&MaxResults=1000"
          + "&Filter.1.Name=tag:runnerfleet:fleet&Filter.1.Value.1=runnerfleet"
          + "&Filter.2.Name=instance-state-name&Filter.2.Value.1=pending&Filter.2.Value.2=running";

  private static final String VOLUMES =
      "Action=DescribeVolumes&Version=2016-11-15&MaxResults=500"
          + "&Filter.1.Name=status&Filter.1.Value.1=available";

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

  private JsonNode order(String path, Map<String, ?> body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(sandbox.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  /** The sandbox's own books. */
  JsonNode world() throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(sandbox.resolve("/control/world")));
  }

  /** Orders something to go wrong, and answers with the order's id. */
  String fault(Map<String, ?> order) throws IOException, InterruptedException {
    return order("/control/faults", order).get("id").asText();
  }

  /** All orders for something to go wrong, and how each stands. */
  JsonNode faults() throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(sandbox.resolve("/control/faults")));
  }

  /** The ids of the fleet's machines that EC2 has pending or running. */
  List<String> machines() throws IOException, InterruptedException {
    return ids("instanceId", MACHINES);
  }

  /** The ids of volumes that nothing is attached to. */
  List<String> looseVolumes() throws IOException, InterruptedException {
    return ids("volumeId", VOLUMES);
  }

  private List<String> ids(String element, String question)
      throws IOException, InterruptedException {
    List<String> ids = new ArrayList<>();
    String token = "";
    do {
      HttpResponse<String> page =
          client.send(
              HttpRequest.newBuilder(sandbox.resolve("/ec2/"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(question + token))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (page.statusCode() != 200) {
        throw new IOException("EC2 answered " + page.body());
      }
      all(element, page.body()).forEach(ids::add);
      token =
          all("nextToken", page.body())
              .map(next -> "&NextToken=" + URLEncoder.encode(next, StandardCharsets.UTF_8))
              .findFirst()
              .orElse("");
    } while (!token.isEmpty());
    return ids;
  }

  private static Stream<String> all(String element, String xml) {
    return Pattern.compile("<%1$s>([^<]+)</%1$s>".formatted(element))
        .matcher(xml)
        .results()
        .map(found -> found.group(1));
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

  /** How many instances a world has in every state but the last. */
  static long liveInstances(JsonNode world) {
    long live = 0;
    for (Map.Entry<String, JsonNode> state : world.get("instances").properties()) {
      live += state.getKey().equals("terminated") ? 0 : state.getValue().asLong();
    }
    return live;
  }
}
