package dev.runnerfleet.provisioner.enrolment;

import dev.runnerfleet.provisioner.core.EnrolmentRule;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** What enrolment looks like from outside. */
@ApplicationScoped
class EnrolmentMetrics {

  private final MeterRegistry registry;

  EnrolmentMetrics(MeterRegistry registry) {
    this.registry = registry;
    // From the start on at zero, as an alert counts how a series grows.
    counter("registered");
    counter("not_now");
    for (EnrolmentRule.Denial denial : EnrolmentRule.Denial.values()) {
      counter(denial.name().toLowerCase(Locale.ROOT));
    }
  }

  void result(String result) {
    counter(result).increment();
  }

  private Counter counter(String result) {
    return registry.counter("runnerfleet.enrolments", "result", result);
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
