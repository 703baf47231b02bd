package dev.runnerfleet.jobwatcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runnerfleet.jobwatcher.Postman.Post;
import dev.runnerfleet.launcher.FreePorts;
import dev.runnerfleet.testkit.SandboxProcess;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A GitLab that answers what a test told it to, wrong answers too, and 404 to all else; or passes
 * everything on to the sandbox's, which sends its webhooks to the application under test. The test
 * speaks with it through {@link Script}, as it may live in another class loader.
 */
public final class GitLabs implements QuarkusTestResourceLifecycleManager {

  static final String CONTROL = "/control";

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final SandboxProcess sandbox = new SandboxProcess();
  private final Postman postman = new Postman();
  private volatile Mode mode = Mode.SCRIPTED;
  private volatile String sandboxGitLab = "";
  private @Nullable HttpServer server;

  /** Who answers. */
  enum Mode {
    SCRIPTED,
    SANDBOX,
    /** Nobody: 500s, and requests that are never answered. */
    AWAY
  }

  private record Answer(int status, String link, String body) {}

  @Override
  public Map<String, String> start() {
    try {
      HttpServer started =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      started.createContext("/gitlab/", this::answer);
      started.createContext(CONTROL, this::control);
      started.createContext("/webhooks", postman::carry);
      started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      started.start();
      server = started;
      answers.put(
          "/personal_access_tokens/self", new Answer(200, "", "{\"scopes\":[\"read_user\"]}"));
      String port = Integer.toString(FreePorts.find(1).getFirst());
      postman.deliverTo("http://localhost:%s/webhooks/gitlab".formatted(port));
      sandbox.init(
          Map.of(
              "runnerfleet.sandbox.webhook-url",
              "http://localhost:%d/webhooks".formatted(started.getAddress().getPort()),
              "runnerfleet.webhook-secret",
              "open sesame"));
      Map<String, String> settings = new HashMap<>(sandbox.start());
      sandboxGitLab = Objects.requireNonNull(settings.get("runnerfleet.gitlab.url"));
      settings.putAll(settings(started, port));
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> settings(HttpServer started, String port) {
    return Map.ofEntries(
        Map.entry("quarkus.http.test-port", port),
        Map.entry(
            "runnerfleet.gitlab.url",
            "http://localhost:%d/gitlab".formatted(started.getAddress().getPort())),
        Map.entry("runnerfleet.gitlab.token", "glpat-test"),
        Map.entry("runnerfleet.webhook-secret", "open sesame"),
        Map.entry("runnerfleet.poll-interval", "1h"),
        Map.entry("runnerfleet.gitlab.groups", "acme"),
        Map.entry("runnerfleet.webhook-url", "https://fleet.example/webhooks/gitlab"),
        Map.entry("runnerfleet.hooks.interval", "1s"),
        Map.entry("runnerfleet.hooks.enable", "true"),
        Map.entry("runnerfleet.gitlab.requests-per-minute", "6000"),
        Map.entry("quarkus.rest-client.gitlab.read-timeout", "3000"));
  }

  @Override
  public void stop() {
    if (server != null) {
      server.stop(0);
    }
    postman.close();
    sandbox.stop();
  }

  private void answer(HttpExchange exchange) throws IOException {
    switch (mode) {
      case SCRIPTED -> script(exchange);
      case SANDBOX -> passOn(exchange);
      case AWAY -> beAway(exchange);
    }
  }

  private void beAway(HttpExchange exchange) throws IOException {
    if (asked.merge("away", 1, Integer::sum) % 2 == 0) {
      send(exchange, 500, "{}");
    } // else never
  }

  private void passOn(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    String rest = uri.toString().substring("/gitlab".length());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(sandboxGitLab + rest))
            .header("PRIVATE-TOKEN", "glpat-sandbox")
            .header("Content-Type", "application/json")
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    try {
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("Link")
          .ifPresent(link -> exchange.getResponseHeaders().add("Link", link));
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      send(exchange, answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  private void script(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath().substring("/gitlab/api".length());
    path = path.startsWith("/v4") ? path.substring("/v4".length()) : path;
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    asked.merge(path, 1, Integer::sum);
    asked.merge(exchange.getRequestMethod() + " " + path, 1, Integer::sum);
    Answer unless = new Answer(404, "", "{}");
    Answer plain =
        answers.getOrDefault(
            exchange.getRequestMethod() + " " + path, answers.getOrDefault(path, unless));
    Answer answer =
        query.contains("cursor=")
            ? answers.getOrDefault(path + "?cursor", plain)
            : query.contains("pagination=keyset")
                ? answers.getOrDefault(path + "?keyset", plain)
                : plain;
    if (!answer.link().isEmpty()) {
      exchange.getResponseHeaders().add("Link", answer.link());
    }
    if (answer.status() == 429) {
      exchange.getResponseHeaders().add("Retry-After", "2");
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
        mode = Mode.SCRIPTED;
        postman.let(Post.DELIVERED);
        send(exchange, 200, "");
      }
      case "POST" -> {
        if (path.startsWith("post=")) {
          postman.let(Post.valueOf(path.substring("post=".length())));
        } else {
          mode = Mode.valueOf(path);
        }
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
        int times = path.equals("under way") ? postman.underWay() : asked.getOrDefault(path, 0);
        send(exchange, 200, Integer.toString(times));
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
