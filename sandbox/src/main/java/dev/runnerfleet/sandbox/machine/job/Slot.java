package dev.runnerfleet.sandbox.machine.job;

import dev.runnerfleet.sandbox.machine.wire.RefusedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Works one job at a time: asks for one, half a second later again, works it, asks at once. */
public final class Slot {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

  private final RunnerClient gitLab;
  private final Duty duty;

  public Slot(RunnerClient gitLab, Duty duty) {
    this.gitLab = gitLab;
    this.duty = duty;
  }

  /** Until it is cancelled, the machine takes no more jobs, or GitLab knows the runner no more. */
  public Cancellable start(Consumer<Throwable> gone) {
    return Uni.createFrom()
        .deferred(this::round)
        .repeat()
        .whilst(worked -> duty.takesJobs())
        .subscribe()
        .with(unused -> {}, gone);
  }

  private Uni<Boolean> round() {
    return gitLab
        .request()
        .chain(this::workOrWait)
        .onFailure(failure -> !(failure instanceof RefusedException))
        .recoverWithUni(() -> pause());
  }

  private Uni<Boolean> workOrWait(Optional<Job> job) {
    return job.map(found -> new JobRun(gitLab, found, duty).work()).orElseGet(Slot::pause);
  }

  private static Uni<Boolean> pause() {
    return Uni.createFrom().item(false).onItem().delayIt().by(POLL_INTERVAL);
  }
}
