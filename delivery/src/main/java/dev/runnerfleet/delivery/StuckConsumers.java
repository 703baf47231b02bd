package dev.runnerfleet.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Says which topics wait for something outside to come back, and for what. */
@Readiness
@ApplicationScoped
class StuckConsumers implements HealthCheck {

  private final Map<String, String> reasonByTopic = new ConcurrentHashMap<>();

  void stuck(String topic, String reason) {
    reasonByTopic.put(topic, reason);
  }

  void free(String topic) {
    reasonByTopic.remove(topic);
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("Message handling").status(reasonByTopic.isEmpty());
    reasonByTopic.forEach(response::withData);
    return response.build();
  }
}
