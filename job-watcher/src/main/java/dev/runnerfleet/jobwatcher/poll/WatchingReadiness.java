package dev.runnerfleet.jobwatcher.poll;

import dev.runnerfleet.jobwatcher.WatcherConfig;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says how well GitLab can be watched. Ready all the same while GitLab's API fails: webhooks are
 * taken then as ever, and turning them away would lose what is known.
 */
@Readiness
@ApplicationScoped
class WatchingReadiness implements HealthCheck {

  private final WatcherConfig config;
  private final LastPoll last;

  WatchingReadiness(WatcherConfig config, LastPoll last) {
    this.config = config;
    this.last = last;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("Watching GitLab").up();
    if (config.webhookSecret().isEmpty() && config.webhookSigningToken().isEmpty()) {
      response.withData(
          "webhooks",
          "Every webhook is believed: neither runnerfleet.webhook-secret nor"
              + " runnerfleet.webhook-signing-token is set");
    }
    if (config.gitlab().token().isEmpty()) {
      response.withData("polling", "Nothing is polled: runnerfleet.gitlab.token is not set");
    }
    last.get().ifPresent(summary -> tell(summary, response));
    return response.build();
  }

  private static void tell(PollSummary summary, HealthCheckResponseBuilder response) {
    response
        .withData("last poll began", summary.startedAt().toString())
        .withData("last poll ended", summary.endedAt().toString());
    if (summary.reason() != null) {
      response.withData("last poll incomplete", summary.reason());
    }
  }
}
