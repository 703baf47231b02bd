package dev.runnerfleet.reaper;

import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.reaper.core.Drain;
import dev.runnerfleet.reaper.core.Retirement;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What the reaper counts and times. */
@ApplicationScoped
public class ReaperMetrics {

  private static final Map<String, List<String>> CALLS =
      Map.of(
          "ec2", List.of("DescribeInstances", "TerminateInstances"),
          "gitlab", List.of("pause", "unpause", "runner-jobs", "delete-runner", "list-runners"));

  private static final List<String> RESULTS = List.of("ok", "failed");

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

  /** Has what alerts and dashboards count start at zero, as an increase is told from there. */
  void start(@Observes StartupEvent event) {
    drains(Map.of());
    for (String api : CALLS.keySet()) {
      CALLS.get(api).forEach(action -> RESULTS.forEach(result -> calls(api, action, result)));
    }
  }

  /** Has the counters of these pools' machines start at zero. */
  public void pools(Collection<String> pools) {
    for (String pool : pools) {
      for (RetirementReason cause : RetirementReason.values()) {
        terminations(pool, cause);
      }
    }
  }

  private Counter terminations(String pool, RetirementReason cause) {
    return registry.counter("runnerfleet.terminations", "pool", pool, "cause", cause.name());
  }

  public void terminated(Retirement order, Instant now) {
    String pool = order.pool().toString();
    terminations(pool, order.reason()).increment();
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
    calls(api, action, result).increment();
  }

  private Counter calls(String api, String action, String result) {
    return registry.counter(
        "runnerfleet.api.calls", "api", api, "action", action, "result", result);
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
