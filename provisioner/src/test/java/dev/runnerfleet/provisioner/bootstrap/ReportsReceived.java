package dev.runnerfleet.provisioner.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Stands where machines report, which is the reaper's to take, and keeps what they say. */
public final class ReportsReceived implements QuarkusTestResourceLifecycleManager {

  /**
   * A machine's report.
   *
   * @param authorization as its header has it
   */
  record Received(String authorization, JsonNode body) {}

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<Received> RECEIVED = new CopyOnWriteArrayList<>();

  private @Nullable HttpServer server;

  @Override
  public Map<String, String> start() {
    try {
      HttpServer started =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      started.createContext("/reports", ReportsReceived::receive);
      started.start();
      server = started;
      return Map.of(
          "runnerfleet.report-url",
          "http://localhost:%d/reports".formatted(started.getAddress().getPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  /** What the runner's machine has reported of that kind. */
  static List<Received> of(String runner, Predicate<JsonNode> kind) {
    return RECEIVED.stream()
        .filter(each -> each.body().path("runner").asText().equals(runner))
        .filter(each -> kind.test(each.body()))
        .toList();
  }

  private static void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      RECEIVED.add(
          new Received(
              exchange.getRequestHeaders().getFirst("Authorization"),
              JSON.readTree(exchange.getRequestBody().readAllBytes())));
      exchange.sendResponseHeaders(204, -1);
    }
  }
}
