package dev.runnerfleet.sandbox.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runnerfleet.sandbox.SandboxConfig;
import dev.runnerfleet.sandbox.core.gitlab.job.JobChanged;
import dev.runnerfleet.sandbox.core.gitlab.job.PipelineChanged;
import dev.runnerfleet.sandbox.gitlab.wire.Links;
import dev.runnerfleet.sandbox.gitlab.wire.Shape;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Sends each event once, as GitLab does: ten seconds for an answer, and a failure is counted and
 * forgotten. Events of one pipeline are sent in order; GitLab itself promises no order at all.
 */
@ApplicationScoped
class Webhooks {
  private static final Logger LOG = Logger.getLogger(Webhooks.class);
  private static final int LANES = 16;
  private static final long TIMEOUT_MILLIS = Duration.ofSeconds(10).toMillis();

  private final Optional<URI> target;
  private final WebClient http;
  private final ObjectMapper json;
  private final HookHeaders headers;
  private final HookPayloads payloads;
  private final WebhookMetrics metrics;
  private final List<Lane> lanes;

  Webhooks(
      SandboxConfig config,
      Vertx vertx,
      ObjectMapper json,
      WebhookMetrics metrics,
      @ConfigProperty(name = "quarkus.http.port") int port) {
    var links = new Links("http://localhost:" + port + "/gitlab");
    this.target = config.sandbox().webhookUrl();
    this.http =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setMaxPoolSize(LANES)
                .setConnectTimeout((int) TIMEOUT_MILLIS)
                .setFollowRedirects(false)
                .setUserAgentEnabled(false));
    this.json = json;
    this.headers = new HookHeaders(config.webhookSecret(), links);
    this.payloads = new HookPayloads(links);
    this.metrics = metrics;
    this.lanes = IntStream.range(0, LANES).mapToObj(lane -> new Lane(this::send)).toList();
    metrics.watchWaiting(() -> lanes.stream().mapToInt(Lane::size).sum());
  }

  void onJob(@Observes JobChanged change) {
    if (target.isPresent()) {
      enqueue("Job Hook", change.pipeline().id(), payloads.job(change));
    }
  }

  void onPipeline(@Observes PipelineChanged change) {
    if (target.isPresent()) {
      enqueue("Pipeline Hook", change.pipeline().id(), payloads.pipeline(change));
    }
  }

  private void enqueue(String event, long pipeline, Shape payload) {
    var hook = new Hook(event, pipeline, UUID.randomUUID(), payload);
    lanes.get((int) (hook.lane() % LANES)).add(hook);
  }

  private Uni<Void> send(Hook hook) {
    return post(hook)
        .map(response -> response.statusCode() < 400 ? "delivered" : "refused")
        .onFailure()
        .recoverWithItem(failure -> failed(hook, failure))
        .invoke(result -> metrics.sent(hook.event(), result))
        .replaceWithVoid();
  }

  private Uni<HttpResponse<Buffer>> post(Hook hook) {
    return Uni.createFrom()
        .deferred(
            () -> {
              var request = http.postAbs(target.orElseThrow().toString()).timeout(TIMEOUT_MILLIS);
              headers.of(hook).forEach(request::putHeader);
              return request.sendBuffer(Buffer.buffer(body(hook)));
            });
  }

  private byte[] body(Hook hook) {
    try {
      return json.writeValueAsBytes(hook.payload());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A webhook cannot be written", e);
    }
  }

  private static String failed(Hook hook, Throwable failure) {
    LOG.debugf("Webhook not delivered event=%s reason=%s", hook.event(), failure.getMessage());
    return "failed";
  }
}
