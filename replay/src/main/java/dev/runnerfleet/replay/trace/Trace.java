package dev.runnerfleet.replay.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Jobs in the order in which they were queued. */
public record Trace(String name, List<TracedJob> jobs) {

  public Trace {
    jobs = jobs.stream().sorted(Comparator.comparing(TracedJob::queuedAt)).toList();
  }

  /** When the first job was queued. */
  public Instant start() {
    return jobs.isEmpty() ? Instant.EPOCH : jobs.getFirst().queuedAt();
  }

  /** How long all jobs ran, added up. */
  public Duration work() {
    return jobs.stream().map(TracedJob::duration).reduce(Duration.ZERO, Duration::plus);
  }

  /** Only what was queued before so long after the first job. */
  public Trace until(Duration length) {
    Instant end = start().plus(length);
    return new Trace(name, jobs.stream().filter(job -> job.queuedAt().isBefore(end)).toList());
  }
}
