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
import java.util.TreeMap;

/** What provisioner and reaper have in their records, as operators see it. */
final class FleetRecords implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> WITH_MACHINE = List.of("LAUNCHED", "REGISTERED");
  private static final List<String> ORDERED = List.of("PENDING", "CALLED");

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI provisioner;
  private final URI reaper;

  FleetRecords(URI provisioner, URI reaper) {
    this.provisioner = provisioner;
    this.reaper = reaper;
  }

  /** The instances that the provisioner has as being there, by runner. */
  Map<String, String> machines() throws IOException, InterruptedException {
    Map<String, String> machines = new TreeMap<>();
    for (JsonNode runner : runners(WITH_MACHINE)) {
      machines.put(runner.get("id").asText(), runner.path("instance").asText());
    }
    return machines;
  }

  /** Runners that were ordered and of which nobody knows yet what becomes. */
  int ordered() throws IOException, InterruptedException {
    return runners(ORDERED).size();
  }

  private List<JsonNode> runners(List<String> states) throws IOException, InterruptedException {
    List<JsonNode> runners = new ArrayList<>();
    for (String state : states) {
      String cursor = "";
      do {
        JsonNode page = json(provisioner.resolve("/runners?limit=1000&state=" + state + cursor));
        page.get("items").forEach(runners::add);
        cursor = page.hasNonNull("next") ? "&cursor=" + page.get("next").asText() : "";
      } while (!cursor.isEmpty());
    }
    return runners;
  }

  /** Of the latest drains, those that have not ended. */
  long drains() throws IOException, InterruptedException {
    long open = 0;
    for (JsonNode drain : json(reaper.resolve("/drains"))) {
      open += drain.hasNonNull("nextLookAt") ? 1 : 0;
    }
    return open;
  }

  /** Of the latest jobs that lost their machine, those of which more is to come. */
  long unsettledJobs() throws IOException, InterruptedException {
    long open = 0;
    for (JsonNode job : json(reaper.resolve("/jobs"))) {
      open += job.hasNonNull("outcome") ? 0 : 1;
    }
    return open;
  }

  /** What the reaper has counted since it started. */
  Exposition counted() throws IOException, InterruptedException {
    return Exposition.parse(text(reaper.resolve("/q/metrics")));
  }

  private JsonNode json(URI uri) throws IOException, InterruptedException {
    return JSON.readTree(text(uri));
  }

  private String text(URI uri) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("%s answered %d".formatted(uri, response.statusCode()));
    }
    return response.body();
  }

  @Override
  public void close() {
    client.close();
  }
}
