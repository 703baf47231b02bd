package dev.runnerfleet.provisioner.enrolment;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/** What enrolment looks like from outside. */
@ApplicationScoped
class EnrolmentMetrics {

  private final MeterRegistry registry;

  EnrolmentMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void result(String result) {
    registry.counter("runnerfleet.enrolments", "result", result).increment();
  }

  void registered(String pool, Instant launchedAt, Instant now) {
    Duration took = Duration.between(launchedAt, now);
    Timer.builder("runnerfleet.phase")
        .tag("phase", "launched_to_registered")
        .tag("pool", pool)
        .publishPercentileHistogram()
        .register(registry)
        .record(took.isNegative() ? Duration.ZERO : took);
  }
}
