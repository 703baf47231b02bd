package dev.runnerfleet.jobwatcher.poll;

import dev.runnerfleet.jobwatcher.WatcherConfig;
import dev.runnerfleet.jobwatcher.WatcherMetrics;
import dev.runnerfleet.jobwatcher.source.JobSource;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Polls at intervals and when somebody wants it, one replica at a time. */
@ApplicationScoped
class PollLoop {

  private static final Logger LOG = Logger.getLogger(PollLoop.class);

  /** A poll that takes longer hangs; the next one is not to wait for it. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Poll poll;
  private final PollTurn turn;
  private final LastPoll last;
  private final JobSource source;
  private final WatcherMetrics metrics;
  private final Clock clock;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private final Duration interval;
  private final boolean able;

  PollLoop(
      Poll poll,
      PollTurn turn,
      LastPoll last,
      JobSource source,
      WatcherMetrics metrics,
      WatcherConfig config,
      Clock clock) {
    this.poll = poll;
    this.turn = turn;
    this.last = last;
    this.source = source;
    this.metrics = metrics;
    this.clock = clock;
    this.interval = config.pollInterval();
    this.able = config.gitlab().token().isPresent();
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> tick() {
    if (!able || source.closedFor().isPresent()) {
      return Uni.createFrom().voidItem();
    }
    return turn.take(interval)
        .chain(kind -> kind.map(this::poll).orElseGet(() -> Uni.createFrom().voidItem()))
        .onFailure()
        .invoke(failure -> LOG.warnf("Poll not made reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  /** However long GitLab takes to answer, no other replica is to poll meanwhile. */
  @Scheduled(
      every = "5s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> keep() {
    return underWay.get()
        ? turn.renew()
            .onFailure()
            .invoke(failure -> LOG.warnf("Turn not renewed reason=%s", failure.getMessage()))
            .onFailure()
            .recoverWithNull()
        : Uni.createFrom().voidItem();
  }

  private Uni<Void> poll(PollTurn.Kind kind) {
    underWay.set(true);
    return poll.run(kind)
        .invoke(this::ended)
        .replaceWithVoid()
        .ifNoItem()
        .after(LONGEST)
        .fail()
        .onTermination()
        .invoke(() -> underWay.set(false))
        .chain(turn::end);
  }

  private void ended(Tally tally) {
    PollSummary summary = tally.summary(clock.instant());
    last.set(summary);
    metrics.overdue(summary.overdue());
    metrics.polled(
        summary.isComplete() ? "complete" : "partial", summary.startedAt(), summary.endedAt());
    if (!summary.isComplete()) {
      LOG.warnf(
          "Poll incomplete, what it could not see is left as it was projects=%d failures=%d reason=%s",
          summary.projects(), summary.failures(), summary.reason());
    }
  }
}
