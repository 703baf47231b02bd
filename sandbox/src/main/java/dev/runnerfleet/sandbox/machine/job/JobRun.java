package dev.runnerfleet.sandbox.machine.job;

import dev.runnerfleet.sandbox.machine.wire.Attempts;
import dev.runnerfleet.sandbox.machine.wire.RefusedException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Objects;

/**
 * One job being worked: it lasts as long as it says, or as it may, adds to its log every three
 * seconds and hears there of being canceled, and is reported at its end; at the machine's own end
 * it is reported as interrupted.
 */
final class JobRun {
  private static final Duration TRACE_INTERVAL = Duration.ofSeconds(3);

  private final RunnerClient gitLab;
  private final Job job;
  private final Duty duty;
  private final boolean timesOut;
  private Duration left;
  private int traced;
  private Verdict verdict = Verdict.GO_ON;

  JobRun(RunnerClient gitLab, Job job, Duty duty) {
    this.gitLab = gitLab;
    this.job = job;
    this.duty = duty;
    this.timesOut = job.duration().compareTo(job.timeout()) > 0;
    this.left = timesOut ? job.timeout() : job.duration();
  }

  /** Completes when GitLab has been told of the end, or wants to hear no more of the job. */
  Uni<Boolean> work() {
    return trace("Running on a machine of the sandbox\n")
        .chain(this::pass)
        .chain(this::finish)
        .replaceWith(true);
  }

  private Uni<Void> pass() {
    return Uni.createFrom()
        .deferred(this::passSome)
        .repeat()
        .whilst(last -> last == Verdict.GO_ON && left.isPositive() && !duty.aborts())
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Verdict> passSome() {
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
  private Uni<Verdict> trace(String text) {
    int offset = traced;
    traced += text.length();
    return gitLab
        .trace(job, offset, text)
        .onFailure()
        .recoverWithItem(Verdict.GO_ON)
        .invoke(answer -> verdict = Objects.requireNonNull(answer));
  }

  private Uni<Void> finish() {
    return switch (verdict) {
      case GO_ON -> report(ending());
      case STOP -> report(Ending.STOPPED);
      case DROP -> Uni.createFrom().voidItem();
    };
  }

  private Ending ending() {
    if (duty.aborts() && left.isPositive()) {
      return Ending.INTERRUPTED;
    }
    return timesOut ? Ending.TIMED_OUT : Ending.of(job.exitCode());
  }

  private Uni<Void> report(Ending ending) {
    return Attempts.untilAnswered(gitLab.finish(job, ending))
        .onFailure(RefusedException.class)
        .recoverWithNull();
  }
}
