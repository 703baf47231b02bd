package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.contracts.demand.JobQueued;
import dev.runnerfleet.contracts.demand.JobStarted;
import dev.runnerfleet.replay.outcome.Ledger;
import dev.runnerfleet.replay.time.Timeline;
import dev.runnerfleet.replay.world.Host;
import dev.runnerfleet.replay.world.Hosts;
import dev.runnerfleet.replay.world.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What becomes of jobs, told to the scaler as the job-watcher would, and written into the books.
 */
final class JobsTold implements Hosts.News {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Timeline timeline;
  private final Ledger ledger;
  private final Variation variation;
  private final Function<Host, Unit> units;
  private final Consumer<DemandEvent> hear;
  private final Consumer<Work> retry;
  private final TreeMap<Instant, Integer> ends = new TreeMap<>();

  JobsTold(
      Timeline timeline,
      Ledger ledger,
      Variation variation,
      Function<Host, Unit> units,
      Consumer<DemandEvent> hear,
      Consumer<Work> retry) {
    this.timeline = timeline;
    this.ledger = ledger;
    this.variation = variation;
    this.units = units;
    this.hear = hear;
    this.retry = retry;
  }

  @Override
  public void queued(Work work) {
    hear.accept(
        new JobQueued(
            new JobId(work.id()),
            new ProjectId(work.job().projectId()),
            new PipelineId(work.id()),
            "",
            work.traced().tags(),
            false,
            work.queuedAt(),
            timeline.now()));
  }

  /** How many of the jobs that run end soon; known only where a variation goes by it. */
  int endSoon() {
    return ends.headMap(timeline.now().plus(SOON), true).values().stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  @Override
  public void given(Work work, Host host, Instant startsAt) {
    if (variation == Variation.AWAIT_ENDS) {
      Instant end = startsAt.plus(work.duration());
      ends.merge(end, 1, Integer::sum);
      timeline.at(end, () -> ends.remove(end));
    }
    if (work.again()) {
      ledger.startedAgain(timeline.now());
    } else {
      ledger.started(work.queuedAt(), startsAt, timeline.now());
    }
    hear.accept(
        new JobStarted(
            new JobId(work.id()),
            new ProjectId(work.job().projectId()),
            units.apply(host).gitLabRunner(),
            timeline.now()));
  }

  @Override
  public void finished(Work work, Host host) {
    ledger.ended(work.duration(), timeline.now());
    ended(work, host, JobFinished.Outcome.SUCCESS);
  }

  @Override
  public void cut(Work work, Host host, Duration ran) {
    ended(work, host, JobFinished.Outcome.FAILED);
    if (units.apply(host).pool().retryInterruptedJobs()) {
      ledger.redone(ran, timeline.now());
      retry.accept(work);
    } else {
      ledger.failed(ran, timeline.now());
    }
  }

  private void ended(Work work, Host host, JobFinished.Outcome outcome) {
    hear.accept(
        new JobFinished(
            new JobId(work.id()),
            new ProjectId(work.job().projectId()),
            outcome,
            null,
            units.apply(host).gitLabRunner(),
            timeline.now()));
  }
}
