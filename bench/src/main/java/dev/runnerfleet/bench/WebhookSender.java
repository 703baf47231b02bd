package dev.runnerfleet.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends webhooks without waiting for the answers, and times these from when each was due. */
final class WebhookSender implements AutoCloseable {

  private static final int OK = 200;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI target;
  private final String secret;
  private final List<CompletableFuture<Duration>> answers = new ArrayList<>();
  private final AtomicInteger refused = new AtomicInteger();

  WebhookSender(URI target, String secret) {
    this.target = target;
    this.secret = secret;
  }

  /**
   * Sends one.
   *
   * @param due when it was to be sent, by {@link System#nanoTime}
   */
  void send(JobWebhooks.One one, long due) {
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .header("X-Gitlab-Event", "Job Hook")
            .header("X-Gitlab-Token", secret)
            .header("Idempotency-Key", one.key())
            .POST(HttpRequest.BodyPublishers.ofString(one.body()))
            .build();
    answers.add(
        client
            .sendAsync(request, HttpResponse.BodyHandlers.discarding())
            .handle(
                (answer, failure) -> {
                  if (failure != null || answer.statusCode() != OK) {
                    refused.incrementAndGet();
                  }
                  return Duration.ofNanos(System.nanoTime() - due);
                }));
  }

  /** Waits for all answers; how long each took. */
  Samples await() {
    Samples samples = new Samples();
    answers.forEach(each -> samples.add(each.join()));
    answers.clear();
    return samples;
  }

  /** How many were answered otherwise than with 200, or not at all, since the last time. */
  int refused() {
    return refused.getAndSet(0);
  }

  @Override
  public void close() {
    client.close();
  }
}
