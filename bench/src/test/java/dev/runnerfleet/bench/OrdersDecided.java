package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The machines that each decision ordered, as a scaler answers {@code GET /decisions}. */
final class OrdersDecided {

  private static final ObjectMapper JSON = new ObjectMapper();

  private OrdersDecided() {}

  static Map<String, Set<String>> read(URI scaler) throws IOException, InterruptedException {
    Map<String, Set<String>> orders = new TreeMap<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String cursor = "";
      do {
        JsonNode page = page(client, scaler.resolve("/decisions?limit=500" + cursor));
        for (JsonNode decision : page.get("items")) {
          for (JsonNode launch : decision.get("outcome").get("launches")) {
            orders
                .computeIfAbsent(decision.get("id").asText(), id -> new TreeSet<>())
                .add(launch.get("runner").asText());
          }
        }
        cursor = page.has("next") ? "&cursor=" + page.get("next").asText() : "";
      } while (!cursor.isEmpty());
    }
    return orders;
  }

  private static JsonNode page(HttpClient client, URI uri)
      throws IOException, InterruptedException {
    HttpRequest get = HttpRequest.newBuilder(uri).build();
    return JSON.readTree(client.send(get, HttpResponse.BodyHandlers.ofString()).body());
  }
}
