package dev.runnerfleet.reaper;

import dev.runnerfleet.reaper.core.Drain;
import dev.runnerfleet.reaper.core.Retirement;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What the reaper counts and times. */
@ApplicationScoped
public class ReaperMetrics {

  private final MeterRegistry registry;
  private final Map<String, AtomicLong> drains = new ConcurrentHashMap<>();
  private final AtomicReference<Instant> lastSweep;

  ReaperMetrics(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.lastSweep = new AtomicReference<>(clock.instant());
    registry.gauge(
        "runnerfleet.sweep.age.seconds",
        lastSweep,
        last -> Duration.between(last.get(), clock.instant()).toSeconds());
  }

  public void terminated(Retirement order, Instant now) {
    String pool = order.pool().toString();
    registry
        .counter("runnerfleet.terminations", "pool", pool, "cause", order.reason().name())
        .increment();
    Timer.builder("runnerfleet.drain")
        .tag("pool", pool)
        .publishPercentileHistogram()
        .register(registry)
        .record(Duration.between(order.orderedAt(), now));
  }

  public void kept(Retirement order) {
    registry.counter("runnerfleet.runners.kept", "pool", order.pool().toString()).increment();
  }

  public void orphan(String kind) {
    registry.counter("runnerfleet.orphans", "kind", kind).increment();
  }

  public void heldByGuard(String pool) {
    registry.counter("runnerfleet.sweep.held", "pool", pool).increment();
  }

  public void swept(String result, Instant now) {
    registry.counter("runnerfleet.sweeps", "result", result).increment();
    if (result.equals("complete")) {
      lastSweep.set(now);
    }
  }

  /** Counts a call to AWS or GitLab. */
  public void called(String api, String action, String result) {
    registry
        .counter("runnerfleet.api.calls", "api", api, "action", action, "result", result)
        .increment();
  }

  /** Sets how many drains stand in each state that has not ended. */
  public void drains(Map<String, Long> byState) {
    for (Class<?> state : List.of(Drain.class.getPermittedSubclasses())) {
      drains
          .computeIfAbsent(state.getSimpleName(), this::gauge)
          .set(byState.getOrDefault(state.getSimpleName(), 0L));
    }
  }

  private AtomicLong gauge(String state) {
    AtomicLong value = new AtomicLong();
    registry.gauge(
        "runnerfleet.drains", List.of(io.micrometer.core.instrument.Tag.of("state", state)), value);
    return value;
  }
}
