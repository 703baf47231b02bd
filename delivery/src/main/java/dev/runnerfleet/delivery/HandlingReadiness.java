package dev.runnerfleet.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while messages wait; the answer names their topics and what they wait for. */
@Readiness
@ApplicationScoped
class HandlingReadiness implements HealthCheck {

  private final StuckConsumers stuck;

  HandlingReadiness(StuckConsumers stuck) {
    this.stuck = stuck;
  }

  @Override
  public HealthCheckResponse call() {
    Map<String, String> reasonByTopic = stuck.reasonByTopic();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("Message handling").status(reasonByTopic.isEmpty());
    reasonByTopic.forEach(response::withData);
    return response.build();
  }
}
