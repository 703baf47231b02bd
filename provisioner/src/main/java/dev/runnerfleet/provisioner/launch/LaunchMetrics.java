package dev.runnerfleet.provisioner.launch;

import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What launching looks like from outside. */
@ApplicationScoped
class LaunchMetrics {

  private final MeterRegistry registry;
  private final AtomicLong pending;
  private final AtomicLong unavailable;
  private final Map<String, AtomicReference<Double>> tokens = new ConcurrentHashMap<>();

  LaunchMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.pending = registry.gauge("runnerfleet.launches.pending", new AtomicLong());
    this.unavailable = registry.gauge("runnerfleet.offerings.unavailable", new AtomicLong());
  }

  void called(String pool, int size) {
    DistributionSummary.builder("runnerfleet.launch.batch.size")
        .tag("pool", pool)
        .serviceLevelObjectives(1, 2, 5, 10, 20, 50, 100, 200)
        .register(registry)
        .record(size);
  }

  void decidedToCalled(String pool, Instant decidedAt, Instant calledAt) {
    phase("decided_to_called", pool, decidedAt, calledAt);
  }

  void launched(RunnerLaunched event) {
    phase("called_to_launched", event.pool().value(), event.calledAt(), event.at());
    registry
        .counter(
            "runnerfleet.launches",
            "pool",
            event.pool().value(),
            "result",
            event.offering().market().name().toLowerCase(java.util.Locale.ROOT))
        .increment();
  }

  void failed(LaunchFailed event) {
    registry
        .counter(
            "runnerfleet.launches",
            "pool",
            event.pool().value(),
            "result",
            event.reason().name().toLowerCase(java.util.Locale.ROOT))
        .increment();
  }

  void pending(long now) {
    pending.set(now);
  }

  void unavailable(long now) {
    unavailable.set(now);
  }

  void tokens(String bucket, double now) {
    tokens
        .computeIfAbsent(
            bucket,
            name -> {
              AtomicReference<Double> value = new AtomicReference<>(now);
              registry.gauge(
                  "runnerfleet.bucket.tokens",
                  io.micrometer.core.instrument.Tags.of("bucket", name),
                  value,
                  AtomicReference::get);
              return value;
            })
        .set(now);
  }

  private void phase(String phase, String pool, Instant from, Instant to) {
    Duration took = Duration.between(from, to);
    Timer.builder("runnerfleet.phase")
        .tag("phase", phase)
        .tag("pool", pool)
        .publishPercentileHistogram()
        .register(registry)
        .record(took.isNegative() ? Duration.ZERO : took);
  }
}
