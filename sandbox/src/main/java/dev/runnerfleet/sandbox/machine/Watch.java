package dev.runnerfleet.sandbox.machine;

import dev.runnerfleet.sandbox.machine.job.Duty;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What our bootstrap does about AWS's notices: no more jobs from now on, the notice reported until
 * it was heard, and what still runs aborted shortly before the end. A real machine looks into its
 * metadata every five seconds; this one looks once, at its moment within the five seconds after
 * there is something to see, so that thousands of machines cost nothing while there is not.
 */
final class Watch {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration REPORT_EVERY = Duration.ofSeconds(30);
  private static final Duration ABORT_BEFORE = Duration.ofSeconds(20);
  private static final Logger LOG = Logger.getLogger(Watch.class);

  private final String instanceId;
  private final MetadataClient metadata;
  private final ReportClient reports;
  private final Duty duty;
  private final Clock clock;

  Watch(String instanceId, MetadataClient metadata, ReportClient reports, Duty duty, Clock clock) {
    this.instanceId = instanceId;
    this.metadata = metadata;
    this.reports = reports;
    this.duty = duty;
    this.clock = clock;
  }

  /** Goes on until it is canceled: a machine is heard of as long as there is one. */
  Uni<Void> look() {
    return after(untilNextLook())
        .chain(() -> again(Uni.createFrom().deferred(metadata::notice)))
        .chain(this::heed);
  }

  /** Each machine has a moment of its own, always the same. */
  private Duration untilNextLook() {
    return Duration.ofMillis(Math.floorMod(instanceId.hashCode(), (int) LOOK_EVERY.toMillis()));
  }

  private Uni<Void> heed(Optional<Notice> found) {
    if (found.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Notice notice = found.get();
    LOG.infof("Machine notices its end instance=%s deadline=%s", instanceId, notice.deadline());
    duty.end();
    Instant deadline = notice.deadline();
    return deadline == null
        ? report(notice)
        : Uni.join().all(report(notice), abort(deadline)).andCollectFailures().replaceWithVoid();
  }

  private Uni<Void> report(Notice notice) {
    return Uni.createFrom()
        .deferred(() -> again(reports.report(notice)).chain(() -> after(REPORT_EVERY)))
        .repeat()
        .indefinitely()
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Void> abort(Instant deadline) {
    Duration left = Duration.between(clock.instant(), deadline.minus(ABORT_BEFORE));
    return after(left.isNegative() ? Duration.ZERO : left).invoke(duty::abort);
  }

  private static Uni<Void> after(Duration wait) {
    Uni<Void> now = Uni.createFrom().voidItem();
    return wait.isZero() ? now : now.onItem().delayIt().by(wait);
  }

  /** As a machine does at its next look: whatever the failure was. */
  private static <T> Uni<T> again(Uni<T> attempt) {
    return attempt.onFailure().retry().withBackOff(LOOK_EVERY, LOOK_EVERY).indefinitely();
  }
}
