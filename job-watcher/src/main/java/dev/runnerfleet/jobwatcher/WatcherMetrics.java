package dev.runnerfleet.jobwatcher;

import dev.runnerfleet.contracts.demand.DemandEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What the job-watcher counts and times. */
@ApplicationScoped
public class WatcherMetrics {

  private final MeterRegistry registry;
  private final AtomicReference<Instant> lastCompletePoll;
  private final AtomicInteger overdue = new AtomicInteger();
  private final AtomicInteger hooksDisabled = new AtomicInteger();
  private final AtomicInteger hooksMissing = new AtomicInteger();

  WatcherMetrics(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.lastCompletePoll = new AtomicReference<>(clock.instant());
    registry.gauge("runnerfleet.poll.projects.overdue", overdue);
    registry.gauge("runnerfleet.hooks.disabled", hooksDisabled);
    registry.gauge("runnerfleet.hooks.missing", hooksMissing);
    registry.gauge(
        "runnerfleet.poll.age.seconds",
        lastCompletePoll,
        last -> Duration.between(last.get(), clock.instant()).toMillis() / 1000.0);
  }

  /** Through what a job was seen. */
  public enum Source {
    WEBHOOK,
    POLL
  }

  /** Counts a webhook by how it was answered. */
  public void webhook(String result) {
    registry.counter("runnerfleet.webhooks", "result", result).increment();
  }

  /** Counts a call to GitLab. */
  public void called(String action, String result) {
    registry
        .counter("runnerfleet.api.calls", "api", "gitlab", "action", action, "result", result)
        .increment();
  }

  /** Counts whether a webhook's job could be told of without asking GitLab. */
  public void remembered(boolean hit) {
    registry.counter("runnerfleet.tag.memory", "result", hit ? "hit" : "miss").increment();
  }

  /** Counts a job of which was told what the last one of its name needed, and that needs other. */
  public void rememberedWrong() {
    registry.counter("runnerfleet.tag.memory", "result", "wrong").increment();
  }

  /** Counts observations that told of a time gone by. */
  public void stale() {
    registry.counter("runnerfleet.observations.stale").increment();
  }

  /** Counts an event that was committed. */
  public void told(DemandEvent event) {
    registry
        .counter("runnerfleet.demand.events", "type", event.getClass().getSimpleName())
        .increment();
  }

  /** Times how long a job had been queued when it was first seen. */
  public void queuedToSeen(Instant queuedAt, Instant seenAt) {
    Duration wait = Duration.between(queuedAt, seenAt);
    Timer.builder("runnerfleet.phase")
        .tag("phase", "queued_to_seen")
        .publishPercentileHistogram()
        .register(registry)
        .record(wait.isNegative() ? Duration.ZERO : wait);
  }

  /** Times how long a job had been queued when its event was in Kafka, or committed by a poll. */
  public void queuedToTold(Source source, Instant queuedAt, Instant toldAt) {
    Duration delay = Duration.between(queuedAt, toldAt);
    Timer.builder("runnerfleet.demand.delay")
        .tag("source", source.name().toLowerCase(Locale.ROOT))
        .publishPercentileHistogram()
        .register(registry)
        .record(delay.isNegative() ? Duration.ZERO : delay);
  }

  /** Says how many projects were due that the last poll left for later. */
  public void overdue(int projects) {
    overdue.set(projects);
  }

  /** Says how many of our webhooks GitLab does not call, or that are not there at all. */
  public void hooksAmiss(int disabled, int missing) {
    hooksDisabled.set(disabled);
    hooksMissing.set(missing);
  }

  /** Times a poll that has ended. */
  public void polled(String result, Instant startedAt, Instant endedAt) {
    Timer.builder("runnerfleet.poll")
        .tag("result", result)
        .register(registry)
        .record(Duration.between(startedAt, endedAt));
    if (result.equals("complete")) {
      lastCompletePoll.set(startedAt);
    }
  }
}
