package dev.runnerfleet.sandbox.machine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A provisioner and a GitLab on one port that answer the least and remember what they were sent.
 */
final class OutsideWorld implements AutoCloseable {
  private record Call(String line, String body) {}

  private final HttpServer server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<String> enrolmentDates = new CopyOnWriteArrayList<>();
  private final List<String> traceRanges = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable JsonObject> job = new AtomicReference<>();
  private final AtomicInteger enrolmentsToFail = new AtomicInteger();
  private final AtomicInteger seenQuiet = new AtomicInteger(-1);

  private OutsideWorld(HttpServer server) {
    this.server = server;
  }

  static OutsideWorld open() {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var outside = new OutsideWorld(HttpServer.create(address, 0));
      outside.server.createContext("/", outside::answer);
      outside.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      outside.server.start();
      return outside;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url(String path) {
    return "http://localhost:" + server.getAddress().getPort() + path;
  }

  void offerJob(String duration, int exitCode) {
    var variables =
        new JsonArray()
            .add(new JsonObject().put("key", "SANDBOX_DURATION").put("value", duration))
            .add(new JsonObject().put("key", "SANDBOX_EXIT_CODE").put("value", "" + exitCode));
    job.set(new JsonObject().put("id", 7).put("token", "job-token").put("variables", variables));
  }

  void failEnrolments(int count) {
    enrolmentsToFail.set(count);
  }

  List<String> traceRanges() {
    return traceRanges;
  }

  /** What time it was by the clocks of the machines that enrolled. */
  List<String> enrolmentDates() {
    return enrolmentDates;
  }

  /** The instances that enrolled, in that order. */
  List<String> enrolled() {
    return calls.stream()
        .filter(call -> call.line().equals("POST /enrolments"))
        .map(call -> new JsonObject(new JsonObject(call.body()).getString("document")))
        .map(document -> document.getString("instanceId"))
        .toList();
  }

  long count(String line) {
    return calls.stream().filter(call -> call.line().equals(line)).count();
  }

  /** Waits until a call like this has come. */
  void awaitCall(String line) {
    Awaitility.await(line).atMost(Duration.ofSeconds(20)).until(() -> count(line) > 0);
  }

  /** The body of the first call like this, once it has come. */
  JsonObject await(String line) {
    awaitCall(line);
    return calls.stream()
        .filter(call -> call.line().equals(line))
        .findFirst()
        .map(call -> new JsonObject(call.body()))
        .orElseThrow();
  }

  /** Whether nothing has come since this was asked last. */
  boolean isQuiet() {
    int seen = calls.size();
    return seenQuiet.getAndSet(seen) == seen;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    calls.add(new Call(line, body));
    switch (line) {
      case "POST /enrolments" -> enrol(exchange);
      case "POST /gitlab/api/v4/jobs/request" -> giveJob(exchange);
      case "PATCH /gitlab/api/v4/jobs/7/trace" -> {
        traceRanges.add(exchange.getRequestHeaders().getFirst("Content-Range"));
        send(exchange, 202, "");
      }
      default -> send(exchange, 200, "{}");
    }
  }

  private void enrol(HttpExchange exchange) throws IOException {
    enrolmentDates.add(exchange.getRequestHeaders().getFirst("Date"));
    if (enrolmentsToFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      send(exchange, 503, "");
      return;
    }
    var answer =
        new JsonObject()
            .put("runner", "r-1")
            .put("gitlabUrl", url("/gitlab"))
            .put("token", "glrt-test")
            .put("executor", "docker")
            .put("slots", 1)
            .put("name", "test")
            .put("reportUrl", url("/reports"))
            .put("reportKey", "a key");
    send(exchange, 200, answer.encode());
  }

  private void giveJob(HttpExchange exchange) throws IOException {
    JsonObject next = job.getAndSet(null);
    if (next == null) {
      send(exchange, 204, "");
    } else {
      send(exchange, 201, next.encode());
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
