package dev.runnerfleet.reaper;

import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.reaper.core.RunnerRecord;
import dev.runnerfleet.reaper.core.drain.Drain;
import dev.runnerfleet.reaper.core.drain.Retirement;
import dev.runnerfleet.reaper.core.rescue.Rescue.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the reaper counts and times. */
@ApplicationScoped
public class ReaperMetrics {

  private static final Map<String, List<String>> CALLS =
      Map.of(
          "ec2",
              List.of(
                  "DescribeInstances",
                  "TerminateInstances",
                  "DescribeVolumes",
                  "DescribeLaunchTemplates",
                  "DescribeSecurityGroups"),
          "gitlab",
              List.of(
                  "pause",
                  "unpause",
                  "runner-jobs",
                  "left-jobs",
                  "delete-runner",
                  "list-runners",
                  "job",
                  "cancel-job",
                  "retry-job",
                  "pipeline-jobs"));

  private static final List<String> RESULTS = List.of("ok", "failed");

  private final MeterRegistry registry;
  private final Map<String, AtomicLong> drains = new ConcurrentHashMap<>();
  private final AtomicReference<Instant> lastSweep;
  private final Map<String, AtomicLong> queues = new ConcurrentHashMap<>();
  private final AtomicLong wrongAccount = new AtomicLong();
  private final AtomicLong waitForOperator = new AtomicLong();
  private final Timer noticeDelay;
  private final Clock clock;

  ReaperMetrics(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
    this.noticeDelay =
        Timer.builder("runnerfleet.notice.delay").publishPercentileHistogram().register(registry);
    registry.gauge("runnerfleet.wrong.account", wrongAccount);
    registry.gauge("runnerfleet.sweep.waits.for.operator", waitForOperator);
    this.lastSweep = new AtomicReference<>(clock.instant());
    registry.gauge(
        "runnerfleet.sweep.age.seconds",
        lastSweep,
        last -> Duration.between(last.get(), clock.instant()).toSeconds());
  }

  /** Has what alerts and dashboards count start at zero, as an increase is told from there. */
  void start(@Observes StartupEvent event) {
    drains(Map.of());
    List.of("taken", "foreign", "unreadable", "ignored", "not_yet")
        .forEach(result -> registry.counter("runnerfleet.notices", "result", result));
    for (RunnerInterrupted.Kind kind : RunnerInterrupted.Kind.values()) {
      interruptions(kind, null);
    }
    List.of("tenth", "fifth")
        .forEach(guard -> registry.counter("runnerfleet.guard.trips", "guard", guard));
    List.of("complete", "partial", "incomplete", "stale")
        .forEach(result -> registry.counter("runnerfleet.sweeps", "result", result));
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
      registry.counter("runnerfleet.jobs.interrupted", "pool", pool);
      registry.counter("runnerfleet.jobs.retried", "pool", pool);
      for (Outcome outcome : Outcome.values()) {
        settled(pool, outcome);
      }
      idle(pool);
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

  /** A machine was without a job from then on, or never had one. */
  public void idled(Retirement order, @Nullable Instant lastJobEnded, RunnerRecord record) {
    Instant since = lastJobEnded == null ? record.registeredAt() : lastJobEnded;
    if (since != null) {
      Duration idle = Duration.between(since, clock.instant());
      idle(order.pool().toString()).increment(Math.max(0, idle.toMillis() / 1000.0));
    }
  }

  private Counter idle(String pool) {
    return registry.counter("runnerfleet.idle.paid.seconds", "pool", pool);
  }

  /** AWS takes a machine, or may. */
  public void interrupted(RunnerInterrupted.Kind kind, @Nullable Offering offering) {
    interruptions(kind, offering).increment();
  }

  private Counter interruptions(RunnerInterrupted.Kind kind, @Nullable Offering offering) {
    return registry.counter(
        "runnerfleet.interruptions",
        "kind",
        kind.name().toLowerCase(Locale.ROOT),
        "type",
        offering == null ? "" : offering.instanceType(),
        "zone",
        offering == null ? "" : offering.zone());
  }

  public void jobsInterrupted(String pool, int jobs) {
    registry.counter("runnerfleet.jobs.interrupted", "pool", pool).increment(jobs);
  }

  public void jobRetried(String pool) {
    registry.counter("runnerfleet.jobs.retried", "pool", pool).increment();
  }

  /** How a job that lost its machine ended. */
  public void jobRescued(String pool, Outcome outcome) {
    settled(pool, outcome).increment();
  }

  private Counter settled(String pool, Outcome outcome) {
    return registry.counter(
        "runnerfleet.jobs.settled",
        "pool",
        pool,
        "outcome",
        outcome.name().toLowerCase(Locale.ROOT));
  }

  /** What became of a message from AWS's queue. */
  public void notice(String result) {
    registry.counter("runnerfleet.notices", "result", result).increment();
  }

  /** From AWS's word to our hearing it; AWS tells whole seconds. */
  public void noticeDelay(Duration delay) {
    noticeDelay.record(delay.isNegative() ? Duration.ZERO : delay);
  }

  /** Whether a region's queue can be received from. */
  public void queueUp(String region, boolean up) {
    queues
        .computeIfAbsent(
            region,
            name ->
                registry.gauge(
                    "runnerfleet.notice.queue.up", Tags.of("region", name), new AtomicLong()))
        .set(up ? 1 : 0);
  }

  /** Whether the credentials at hand are another AWS account's. */
  public void wrongAccount(boolean wrong) {
    wrongAccount.set(wrong ? 1 : 0);
  }

  /** How many findings wait until an operator has looked. */
  public void sweepsWaitForOperator(long findings) {
    waitForOperator.set(findings);
  }

  /** A guard held something back. */
  public void guardTripped(String guard) {
    registry.counter("runnerfleet.guard.trips", "guard", guard).increment();
  }

  public void kept(Retirement order) {
    registry.counter("runnerfleet.runners.kept", "pool", order.pool().toString()).increment();
  }

  /** A sweep heals what it found. */
  public void orphan(String kind) {
    orphans(kind).increment();
  }

  /** Has the counter of a kind of finding start at zero. */
  public Counter orphans(String kind) {
    return registry.counter("runnerfleet.orphans", "kind", kind);
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
    for (Class<?> phase : List.of(Drain.class.getPermittedSubclasses())) {
      for (Class<?> state : List.of(phase.getPermittedSubclasses())) {
        drains
            .computeIfAbsent(state.getSimpleName(), this::gauge)
            .set(byState.getOrDefault(state.getSimpleName(), 0L));
      }
    }
  }

  private AtomicLong gauge(String state) {
    AtomicLong value = new AtomicLong();
    registry.gauge(
        "runnerfleet.drains", List.of(io.micrometer.core.instrument.Tag.of("state", state)), value);
    return value;
  }
}
