package dev.runnerfleet.sandbox.sqs;

import dev.runnerfleet.sandbox.SandboxConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.MultiMap;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.jboss.logging.Logger;

/**
 * The one queue that the simulated EventBridge delivers to. It comes up beside the rest of the
 * sandbox; what is sent before waits for it.
 */
@ApplicationScoped
public class Queue {
  private static final Logger LOG = Logger.getLogger(Queue.class);

  /** Queue URLs name the host by which the caller came. */
  private static final NodeAddress AS_CALLED = new NodeAddress("http", "*", 0, "");

  private final SandboxConfig.Sandbox config;
  private final String host;
  private final WebClient http;
  private final CompletableFuture<String> endpoint = new CompletableFuture<>();
  private volatile boolean stopped;

  Queue(
      SandboxConfig config,
      Vertx vertx,
      @ConfigProperty(name = "quarkus.http.host", defaultValue = "0.0.0.0") String host) {
    this.config = config.sandbox();
    this.host = host;
    this.http = WebClient.create(vertx);
  }

  void onStart(@Observes StartupEvent event) {
    var loader = Thread.currentThread().getContextClassLoader();
    Thread.ofPlatform()
        .name("sqs-start")
        .daemon()
        .start(
            () -> {
              Thread.currentThread().setContextClassLoader(loader);
              start();
            });
  }

  private void start() {
    try {
      SQSRestServer server =
          SQSRestServerBuilder.withInterface(host)
              .withPort(config.sqsPort())
              .withServerAddress(AS_CALLED)
              .withAWSRegion(config.region())
              .withAWSAccountId(config.account())
              .start();
      int port = server.waitUntilStarted().localAddress().getPort();
      String url = "http://localhost:" + port;
      call(
              url,
              MultiMap.caseInsensitiveMultiMap()
                  .add("Action", "CreateQueue")
                  .add("QueueName", config.queue()))
          .await()
          .indefinitely();
      endpoint.complete(url);
      LOG.infof("SQS listens port=%d queue=%s", port, config.queue());
    } catch (RuntimeException e) {
      endpoint.completeExceptionally(e);
      LOG.errorf(e, "SQS did not start port=%d", config.sqsPort());
    }
  }

  void onStop(@Observes ShutdownEvent event) {
    stopped = true;
    http.close();
  }

  /** Where it listens, such as {@code http://localhost:9324}, once it does. */
  public CompletableFuture<String> endpoint() {
    return endpoint;
  }

  /** The queue's URL as this process sees it. */
  private String url(String base) {
    return base + "/" + config.account() + "/" + config.queue();
  }

  /** Puts a message into the queue. */
  Uni<Void> send(String body) {
    return Uni.createFrom()
        .completionStage(endpoint)
        .chain(
            base ->
                call(
                    base,
                    MultiMap.caseInsensitiveMultiMap()
                        .add("Action", "SendMessage")
                        .add("QueueUrl", url(base))
                        .add("MessageBody", body)))
        .replaceWithVoid();
  }

  private Uni<HttpResponse<Buffer>> call(String base, MultiMap form) {
    return http.postAbs(base + "/")
        .sendForm(form)
        .invoke(
            response -> {
              if (response.statusCode() != 200) {
                throw new IllegalStateException("SQS answered " + response.statusCode());
              }
            });
  }

  boolean isStopped() {
    return stopped;
  }
}
