package dev.runnerfleet.provisioner.launch;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.pace.Buckets;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.core.offering.Marks;
import dev.runnerfleet.provisioner.core.offering.SpotBreaker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What launching looks like from outside. */
@ApplicationScoped
class LaunchMetrics {

  private final MeterRegistry registry;
  private final Map<LaunchRunner.Purpose, AtomicLong> pending =
      new EnumMap<>(LaunchRunner.Purpose.class);
  private final Map<Offering.Market, AtomicLong> unavailable = new EnumMap<>(Offering.Market.class);
  private final Map<String, AtomicReference<Double>> gauges = new ConcurrentHashMap<>();
  private final AtomicLong oldest;
  private final AtomicLong openBreakers;
  private final Counter resumed;
  private final Counter recalledTooLate;
  private final Counter surplus;

  LaunchMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (LaunchRunner.Purpose purpose : LaunchRunner.Purpose.values()) {
      pending.put(purpose, count("runnerfleet.launches.pending", "purpose", purpose));
    }
    for (Offering.Market market : Offering.Market.values()) {
      unavailable.put(market, count("runnerfleet.offerings.unavailable", "market", market));
    }
    this.oldest = registry.gauge("runnerfleet.launches.oldest.age.seconds", new AtomicLong());
    this.openBreakers = registry.gauge("runnerfleet.spot.breakers.open", new AtomicLong());
    this.resumed = registry.counter("runnerfleet.launches.resumed");
    this.recalledTooLate = registry.counter("runnerfleet.recalls.too.late");
    this.surplus = registry.counter("runnerfleet.surplus.machines");
    // Alerts count their increase, so they begin at zero.
    for (String kind : List.of("no_capacity", "quota", "throttled")) {
      registry.counter("runnerfleet.offering.refusals", "kind", kind);
    }
  }

  private AtomicLong count(String name, String label, Enum<?> value) {
    return registry.gauge(
        name, Tags.of(label, value.name().toLowerCase(Locale.ROOT)), new AtomicLong());
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
            event.offering().market().name().toLowerCase(Locale.ROOT))
        .increment();
  }

  void failed(LaunchFailed event) {
    registry
        .counter(
            "runnerfleet.launches",
            "pool",
            event.pool().value(),
            "result",
            event.reason().name().toLowerCase(Locale.ROOT))
        .increment();
  }

  void pending(Map<LaunchRunner.Purpose, Long> now) {
    pending.forEach((purpose, count) -> count.set(now.getOrDefault(purpose, 0L)));
  }

  void oldest(Optional<Instant> decidedAt, Instant now) {
    oldest.set(decidedAt.map(at -> Duration.between(at, now).toSeconds()).orElse(0L));
  }

  void unavailable(Marks marks, Instant now) {
    unavailable.forEach(
        (market, count) ->
            count.set(
                marks.all().stream()
                    .filter(mark -> mark.closure().market() == market && mark.isClosed(now))
                    .count()));
  }

  /** One for open, a half for half-open. A pool without trouble has no breaker and no series. */
  void breakers(Map<PoolName, SpotBreaker.Mode> modes) {
    openBreakers.set(
        modes.values().stream().filter(mode -> mode != SpotBreaker.Mode.CLOSED).count());
    modes.forEach(
        (pool, mode) ->
            gauge("runnerfleet.spot.breaker", "pool", pool.value())
                .set(
                    switch (mode) {
                      case CLOSED -> 0.0;
                      case HALF_OPEN -> 0.5;
                      case OPEN -> 1.0;
                    }));
  }

  void bucket(Buckets.Level level) {
    gauge("runnerfleet.bucket.tokens", "bucket", level.id()).set(level.tokens());
    gauge("runnerfleet.bucket.share", "bucket", level.id()).set(level.share());
  }

  /** An error inside of an answer that came. */
  void offeringRefused(Refusal refusal) {
    registry.counter("runnerfleet.offering.refusals", "kind", refusal.kind()).increment();
  }

  /** A call that may have been made before is looked into. */
  void resumed() {
    resumed.increment();
  }

  void recalledTooLate(int runners) {
    recalledTooLate.increment(runners);
  }

  void surplus(int machines) {
    surplus.increment(machines);
  }

  private AtomicReference<Double> gauge(String name, String label, String value) {
    return gauges.computeIfAbsent(
        name + " " + value,
        key -> {
          AtomicReference<Double> now = new AtomicReference<>(0.0);
          registry.gauge(name, Tags.of(label, value), now, AtomicReference::get);
          return now;
        });
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
