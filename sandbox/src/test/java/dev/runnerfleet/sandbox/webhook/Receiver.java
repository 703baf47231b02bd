package dev.runnerfleet.sandbox.webhook;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Whoever the sandbox sends its webhooks to; refuses those of the project {@code hooks/refused}.
 */
public class Receiver implements QuarkusTestResourceLifecycleManager {
  private static final List<Received> RECEIVED = new CopyOnWriteArrayList<>();

  private @Nullable HttpServer server;

  record Received(Headers headers, JsonPath body) {
    String event() {
      return headers.getFirst("X-Gitlab-Event");
    }
  }

  static List<Received> of(String project) {
    return RECEIVED.stream()
        .filter(hook -> project.equals(hook.body().getString("project.path_with_namespace")))
        .toList();
  }

  @Override
  public Map<String, String> start() {
    try {
      var started =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      started.createContext("/webhooks/gitlab", Receiver::receive);
      started.start();
      server = started;
      return Map.of(
          "runnerfleet.sandbox.webhook-url",
          "http://localhost:" + started.getAddress().getPort() + "/webhooks/gitlab",
          "runnerfleet.webhook-secret",
          "a-secret");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var received = new Received(exchange.getRequestHeaders(), new JsonPath(body));
      RECEIVED.add(received);
      boolean refused =
          "hooks/refused".equals(received.body().getString("project.path_with_namespace"));
      exchange.sendResponseHeaders(refused ? 500 : 200, -1);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      server.stop(0);
    }
  }
}
