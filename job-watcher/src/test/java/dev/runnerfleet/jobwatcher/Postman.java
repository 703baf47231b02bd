package dev.runnerfleet.jobwatcher;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Carries the sandbox's webhooks to the application under test, or does worse with them. */
final class Postman implements AutoCloseable {

  private static final int SHUFFLED_WITHIN_MILLIS = 800;

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger underWay = new AtomicInteger();
  private final Random chance = new Random(7);
  private final ScheduledExecutorService rounds = Executors.newScheduledThreadPool(4);
  private volatile Post post = Post.DELIVERED;
  private volatile String watcher = "";

  /** What becomes of the sandbox's webhooks on their way. */
  enum Post {
    DELIVERED,
    LOST,
    /** 30% lost, 10% delivered twice, and all in any order. */
    SHUFFLED
  }

  void deliverTo(String url) {
    watcher = url;
  }

  void let(Post now) {
    post = now;
  }

  /** How many are still to come. */
  int underWay() {
    return underWay.get();
  }

  /** Takes a webhook from its sender, who knows nothing of what becomes of it, as with GitLab. */
  void carry(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(watcher))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (String name : List.of("X-Gitlab-Token", "X-Gitlab-Event", "Idempotency-Key")) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    try (exchange) {
      exchange.sendResponseHeaders(200, -1);
    }
    int times =
        switch (post) {
          case DELIVERED -> 1;
          case LOST -> 0;
          case SHUFFLED -> chance.nextDouble() < 0.3 ? 0 : chance.nextDouble() < 0.1 ? 2 : 1;
        };
    int within = post == Post.SHUFFLED ? SHUFFLED_WITHIN_MILLIS : 1;
    for (int i = 0; i < times; i++) {
      underWay.incrementAndGet();
      var unused =
          rounds.schedule(
              () -> {
                try {
                  return client.send(request.build(), HttpResponse.BodyHandlers.discarding());
                } finally {
                  underWay.decrementAndGet();
                }
              },
              chance.nextInt(within),
              TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    rounds.shutdownNow();
    client.close();
  }
}
