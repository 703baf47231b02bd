package dev.runnerfleet.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Stands between two parts, tells of each request when it arrives, and passes it on unchanged. */
final class RecordingProxy implements AutoCloseable {

  private static final Set<String> NOT_PASSED_ON =
      Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade", "expect");

  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI target;
  private final Listener listener;
  private final Predicate<String> refused;

  private RecordingProxy(
      HttpServer server, URI target, Listener listener, Predicate<String> refused) {
    this.server = server;
    this.target = target;
    this.listener = listener;
    this.refused = refused;
  }

  /** Hears of each request when it arrives. */
  private interface Listener {
    void heard(String path, String body, long at);
  }

  /**
   * Listens on a port of the loopback address.
   *
   * @param onRequest is given a request's body and {@link System#nanoTime} at its arrival
   */
  static RecordingProxy start(int port, URI target, BiConsumer<String, Long> onRequest)
      throws IOException {
    return start(port, target, (path, body, at) -> onRequest.accept(body, at), path -> false);
  }

  /**
   * The same, but what begins with a path is answered 404 and not passed on.
   *
   * @param onRequest is given a request's path and {@link System#nanoTime} at its arrival
   */
  static RecordingProxy refusing(
      int port, URI target, String refused, BiConsumer<String, Long> onRequest) throws IOException {
    return start(
        port,
        target,
        (path, body, at) -> onRequest.accept(path, at),
        path -> path.startsWith(refused));
  }

  private static RecordingProxy start(
      int port, URI target, Listener listener, Predicate<String> refused) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    RecordingProxy proxy = new RecordingProxy(server, target, listener, refused);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", proxy::passOn);
    server.start();
    return proxy;
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }

  private void passOn(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getRawPath();
    listener.heard(path, new String(body, StandardCharsets.UTF_8), System.nanoTime());
    if (refused.test(path)) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange.getRequestHeaders().entrySet().stream()
        .filter(
            header -> !NOT_PASSED_ON.contains(header.getKey().toLowerCase(java.util.Locale.ROOT)))
        .forEach(
            header -> header.getValue().forEach(value -> request.header(header.getKey(), value)));
    try (exchange) {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      response
          .headers()
          .firstValue("content-type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      response
          .headers()
          .firstValue("link")
          .ifPresent(link -> exchange.getResponseHeaders().set("Link", link));
      byte[] answer = response.body();
      exchange.sendResponseHeaders(response.statusCode(), answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }
}
