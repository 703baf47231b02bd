package dev.runnerfleet.jobwatcher.webhook;

import dev.runnerfleet.edge.Problems;
import dev.runnerfleet.jobwatcher.WatcherMetrics;
import dev.runnerfleet.jobwatcher.core.Observation;
import dev.runnerfleet.jobwatcher.core.Tracked;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.Cancellable;

/**
 * Where GitLab sends its webhooks. An answer of 200 says that what follows is in Kafka; the other
 * answers say as little as they can, as anyone may ask.
 */
@Path("/webhooks/gitlab")
@Cancellable(false)
@Tag(name = "Webhooks")
@ApplicationScoped
class WebhookResource {

  private static final Logger LOG = Logger.getLogger(WebhookResource.class);
  private final WebhookSecret secret;
  private final Intake intake;
  private final WatcherMetrics metrics;
  private final Clock clock;

  WebhookResource(WebhookSecret secret, Intake intake, WatcherMetrics metrics, Clock clock) {
    this.secret = secret;
    this.intake = intake;
    this.metrics = metrics;
    this.clock = clock;
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Takes a webhook of GitLab's")
  @APIResponse(responseCode = "200", description = "Taken, or of a kind that does not matter")
  @APIResponse(responseCode = "400", description = "Not a webhook of GitLab's")
  @APIResponse(responseCode = "401", description = "Not GitLab")
  @APIResponse(responseCode = "503", description = "Not taken: Kafka or the database is away")
  public Uni<Response> deliver(@BeanParam WebhookHeaders headers, byte[] body) {
    if (!secret.matches(headers, body)) {
      return refused("unauthorised", Status.UNAUTHORIZED);
    }
    return switch (HookBody.read(body, clock.instant())) {
      case Hook.Unreadable unreadable -> refused("unreadable", Status.BAD_REQUEST);
      case Hook.Other other -> answered("ignored");
      case Hook.JobsSeen seen -> take(new Delivery(seen.observations(), secret.key(headers)));
    };
  }

  private Uni<Response> take(Delivery delivery) {
    return intake
        .take(delivery)
        .map(WebhookResource::result)
        .chain(this::answered)
        .onFailure()
        .recoverWithUni(failure -> unavailable(delivery.seen(), failure));
  }

  /** What most became of its jobs: a pipeline's webhook that advances one of them is no repeat. */
  private static String result(List<Tracked> taken) {
    return taken.stream()
        .map(Tracked::change)
        .min(Comparator.naturalOrder())
        .map(change -> change.name().toLowerCase(Locale.ROOT))
        .orElse("duplicate");
  }

  private Uni<Response> answered(String result) {
    metrics.webhook(result);
    return Uni.createFrom().item(Response.ok().build());
  }

  // Answered, not thrown: whoever likes could fill the log with what is thrown.
  private Uni<Response> refused(String result, Status status) {
    metrics.webhook(result);
    return Uni.createFrom().item(Problems.problem(status, status.getReasonPhrase()).toResponse());
  }

  private Uni<Response> unavailable(List<Observation> seen, Throwable failure) {
    // That Kafka is away is said once, not for each webhook.
    if (!(failure instanceof KafkaAwayException)) {
      LOG.warnf(
          "Webhook not taken, left to polling job=%s jobs=%d reason=%s",
          seen.getFirst().job().id(), seen.size(), failure.getMessage());
    }
    return refused("unavailable", Status.SERVICE_UNAVAILABLE);
  }
}
