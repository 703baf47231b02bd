package dev.runnerfleet.scaler;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** What the scaler measures of the messages it takes in. */
@ApplicationScoped
public class ScalerMetrics {

  private final MeterRegistry registry;

  ScalerMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Counts messages that told nothing new. */
  public void stale(String topic, int messages) {
    if (messages > 0) {
      registry.counter("runnerfleet.messages.stale", "topic", topic).increment(messages);
    }
  }

  /** A phase of a job's wait; a negative one, by clocks that differ, counts as none. */
  public void phase(String phase, String pool, Duration took) {
    Timer.builder("runnerfleet.phase")
        .description("How long each phase of a job's wait takes")
        .tags("phase", phase, "pool", pool)
        .publishPercentileHistogram()
        .register(registry)
        .record(took.isNegative() ? Duration.ZERO : took);
  }
}
