package dev.runnerfleet.sandbox.webhook;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Every webhook arrives once, at once. */
@DefaultBean
@ApplicationScoped
class NoDeliveryFaults implements DeliveryFaults {
  @Override
  public List<Duration> arrivals(String event, String project) {
    return List.of(Duration.ZERO);
  }
}
