package dev.runnerfleet.jobwatcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A GitLab that answers what a test told it to, wrong answers too, and 404 to all else. The test
 * speaks with it through {@link Script}, as it may live in another class loader.
 */
public final class ScriptedGitLab implements QuarkusTestResourceLifecycleManager {

  static final String CONTROL = "/control";

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private @Nullable HttpServer server;

  private record Answer(int status, String link, String body) {}

  @Override
  public Map<String, String> start() {
    try {
      HttpServer started =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      started.createContext("/gitlab/", this::answer);
      started.createContext(CONTROL, this::control);
      started.start();
      server = started;
      return Map.of(
          "runnerfleet.gitlab.url",
          "http://localhost:%d/gitlab".formatted(started.getAddress().getPort()),
          "runnerfleet.gitlab.token",
          "glpat-test",
          "runnerfleet.webhook-secret",
          "open sesame",
          "runnerfleet.poll-interval",
          "1h");
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

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath().substring("/gitlab/api/v4".length());
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    asked.merge(path, 1, Integer::sum);
    Answer plain = answers.getOrDefault(path, new Answer(404, "", "{}"));
    Answer answer =
        query.contains("cursor=") ? answers.getOrDefault(path + "?cursor", plain) : plain;
    if (!answer.link().isEmpty()) {
      exchange.getResponseHeaders().add("Link", answer.link());
    }
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    send(exchange, answer.status(), answer.body());
  }

  private void control(HttpExchange exchange) throws IOException {
    String path =
        URLDecoder.decode(
            String.valueOf(exchange.getRequestURI().getRawQuery()), StandardCharsets.UTF_8);
    switch (exchange.getRequestMethod()) {
      case "DELETE" -> {
        answers.clear();
        asked.clear();
        send(exchange, 200, "");
      }
      case "PUT" -> {
        String link = exchange.getRequestHeaders().getFirst("X-Link");
        int status = Integer.parseInt(exchange.getRequestHeaders().getFirst("X-Status"));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        answers.put(path, new Answer(status, link == null ? "" : link, body));
        send(exchange, 200, "");
      }
      default -> {
        String times = Integer.toString(asked.getOrDefault(path, 0));
        send(exchange, 200, times);
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
