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

/** Stands between two parts, tells of each request when it arrives, and passes it on unchanged. */
final class RecordingProxy implements AutoCloseable {

  private static final Set<String> NOT_PASSED_ON =
      Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade", "expect");

  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI target;
  private final BiConsumer<String, Long> onRequest;

  private RecordingProxy(HttpServer server, URI target, BiConsumer<String, Long> onRequest) {
    this.server = server;
    this.target = target;
    this.onRequest = onRequest;
  }

  /**
   * Listens on a port of the loopback address.
   *
   * @param onRequest is given a request's body and {@link System#nanoTime} at its arrival
   */
  static RecordingProxy start(int port, URI target, BiConsumer<String, Long> onRequest)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    RecordingProxy proxy = new RecordingProxy(server, target, onRequest);
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
    onRequest.accept(new String(body, StandardCharsets.UTF_8), System.nanoTime());
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
      byte[] answer = response.body();
      exchange.sendResponseHeaders(response.statusCode(), answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }
}
