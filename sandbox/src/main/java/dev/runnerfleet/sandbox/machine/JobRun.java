package dev.runnerfleet.sandbox.machine;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Objects;

/**
 * One job being worked: it lasts as long as it says, adds to its log every three seconds and hears
 * there of being cancelled, and is reported at its end.
 */
final class JobRun {
  private static final Duration TRACE_INTERVAL = Duration.ofSeconds(3);

  private final RunnerClient gitLab;
  private final Job job;
  private Duration left;
  private int traced;
  private boolean mayGoOn = true;

  JobRun(RunnerClient gitLab, Job job) {
    this.gitLab = gitLab;
    this.job = job;
    this.left = job.duration();
  }

  /** Completes when GitLab has been told of the end, or wants to hear no more of the job. */
  Uni<Boolean> work() {
    return trace("Running on a machine of the sandbox\n")
        .chain(this::pass)
        .chain(() -> mayGoOn ? finish() : Uni.createFrom().voidItem())
        .replaceWith(true);
  }

  private Uni<Void> pass() {
    return Uni.createFrom()
        .deferred(this::passSome)
        .repeat()
        .whilst(goesOn -> goesOn && left.isPositive())
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Boolean> passSome() {
    Duration step = left.compareTo(TRACE_INTERVAL) < 0 ? left : TRACE_INTERVAL;
    left = left.minus(step);
    return Uni.createFrom()
        .item("Still at it\n")
        .onItem()
        .delayIt()
        .by(step.isPositive() ? step : Duration.ofMillis(1))
        .chain(this::trace);
  }

  /** Whether the job may go on; a log that could not be sent holds nothing up. */
  private Uni<Boolean> trace(String text) {
    int offset = traced;
    traced += text.length();
    return gitLab
        .trace(job, offset, text)
        .onFailure()
        .recoverWithItem(true)
        .invoke(answer -> mayGoOn = Objects.requireNonNull(answer));
  }

  private Uni<Void> finish() {
    return Attempts.untilAnswered(gitLab.finish(job))
        .onFailure(RefusedException.class)
        .recoverWithNull();
  }
}
