package dev.runnerfleet.sandbox.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** Webhooks counted by event and result, and those that wait to be sent. */
@ApplicationScoped
class WebhookMetrics {
  private final MeterRegistry registry;

  WebhookMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Counts a webhook.
   *
   * @param result {@code delivered}, {@code refused} by the addressee, or {@code failed} to reach
   *     it
   */
  void sent(String event, String result) {
    registry.counter("runnerfleet.sandbox.webhooks", "event", event, "result", result).increment();
  }

  void watchWaiting(Supplier<Number> waiting) {
    registry.gauge("runnerfleet.sandbox.webhooks.waiting", waiting, w -> w.get().doubleValue());
  }
}
