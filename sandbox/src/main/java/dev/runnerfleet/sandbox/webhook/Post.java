package dev.runnerfleet.sandbox.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runnerfleet.sandbox.gitlab.wire.Links;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Sends one webhook: ten seconds for an answer, no redirects, nothing above 25 MB. */
@ApplicationScoped
class Post {
  private static final Logger LOG = Logger.getLogger(Post.class);
  private static final int CONNECTIONS = 16;
  private static final int LARGEST_BODY = 25 << 20;
  private static final int NO_ANSWER = 0;
  private static final long TIMEOUT_MILLIS = Duration.ofSeconds(10).toMillis();

  private final WebClient http;
  private final ObjectMapper json;
  private final HookHeaders headers;
  private final Clock clock;
  private final WebhookMetrics metrics;

  Post(
      Vertx vertx,
      ObjectMapper json,
      Clock clock,
      WebhookMetrics metrics,
      @ConfigProperty(name = "quarkus.http.port") int port) {
    this.http =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setConnectTimeout((int) TIMEOUT_MILLIS)
                .setFollowRedirects(false)
                .setUserAgentEnabled(false));
    this.json = json;
    this.headers = new HookHeaders(new Links("http://localhost:" + port + "/gitlab"));
    this.clock = clock;
    this.metrics = metrics;
  }

  /** The status of the answer, 0 where there was none; never fails. */
  Uni<Integer> send(Delivery delivery) {
    return attempt(delivery)
        .onFailure()
        .recoverWithItem(failure -> failed(delivery, failure))
        .invoke(status -> metrics.sent(delivery.event(), result(status)));
  }

  private Uni<Integer> attempt(Delivery delivery) {
    return Uni.createFrom()
        .deferred(
            () -> {
              byte[] body = body(delivery);
              if (body.length > LARGEST_BODY) {
                return Uni.createFrom().item(NO_ANSWER);
              }
              var request =
                  http.postAbs(delivery.addressee().url().toString()).timeout(TIMEOUT_MILLIS);
              headers.of(delivery, body, clock.instant()).forEach(request::putHeader);
              return request.sendBuffer(Buffer.buffer(body)).map(answer -> answer.statusCode());
            });
  }

  private byte[] body(Delivery delivery) {
    try {
      return json.writeValueAsBytes(delivery.payload());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A webhook cannot be written", e);
    }
  }

  private static int failed(Delivery delivery, Throwable failure) {
    LOG.debugf("Webhook not delivered event=%s reason=%s", delivery.event(), failure.getMessage());
    return NO_ANSWER;
  }

  /** Whether GitLab takes an answer for a success. */
  static boolean isGood(int status) {
    return status != NO_ANSWER && status < 400;
  }

  private static String result(int status) {
    if (status == NO_ANSWER) {
      return "failed";
    }
    return isGood(status) ? "delivered" : "refused";
  }
}
