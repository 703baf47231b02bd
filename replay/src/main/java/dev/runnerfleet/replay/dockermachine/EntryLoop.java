package dev.runnerfleet.replay.dockermachine;

import dev.runnerfleet.replay.dockermachine.Provider.Acquired;
import dev.runnerfleet.replay.dockermachine.config.RunnerEntry;
import dev.runnerfleet.replay.world.Work;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry at work: asks GitLab for a job every check interval and right after each job that it
 * got (commands/multi.go, executors/docker/machine).
 */
final class EntryLoop {

  private final Runner runner;
  private final Surroundings around;
  private final Hardware hardware;
  private final Provider provider;
  private final Creations creations;
  private final Removals removals;
  private final Builds builds;
  private final Requests requests;
  private boolean halted;

  EntryLoop(RunnerEntry entry, Runner runner, Surroundings around, Hardware hardware) {
    this.runner = runner;
    this.around = around;
    this.hardware = hardware;
    this.requests = new Requests(entry.requestConcurrency());
    this.creations =
        new Creations(
            around,
            hardware,
            entry.maxGrowth(),
            new Creations.Outcomes(this::booted, this::failed, this::lost));
    this.provider = new Provider(entry, creations::begin, this::remove, hardware::connects);
    this.removals = new Removals(around, hardware, provider::forget);
    this.builds = new Builds(entry, around, provider);
  }

  private void booted(Machine machine) {
    builds.booted(machine);
  }

  private void failed(Machine machine) {
    builds.failed(machine);
  }

  private void lost(Machine machine) {
    builds.lost(machine);
  }

  private void remove(Machine machine) {
    removals.begin(machine);
  }

  private Instant now() {
    return around.timeline().now();
  }

  /** Every check interval; waits for a worker where none is free. */
  void feed() {
    around.workers().whenFree(this::attempt);
  }

  private void attempt() {
    Acquired acquired = provider.acquire(now());
    Machine held = acquired instanceof Acquired.Held with ? with.machine() : null;
    if (acquired instanceof Acquired.NoneFree) {
      around.workers().done();
      return;
    }
    if (builds.areFull() || !requests.begin()) {
      release(held);
      around.workers().done();
      return;
    }
    builds.expect();
    around.later(around.oneWay(), () -> ask(held));
  }

  private void ask(@Nullable Machine held) {
    if (!halted) {
      Optional<Work> job = around.gitLab().request(runner);
      around.later(around.oneWay(), () -> answered(job, held));
    }
  }

  private void answered(Optional<Work> job, @Nullable Machine held) {
    if (halted) {
      job.ifPresent(builds::putBack);
      return;
    }
    requests.answered(job.isPresent());
    if (job.isEmpty()) {
      builds.noneCame();
      release(held);
      around.workers().done();
      return;
    }
    builds.take(job.get(), held);
    around.workers().ifFree(this::attempt);
  }

  private void release(@Nullable Machine held) {
    if (held != null && held.state() == Machine.State.ACQUIRED) {
      held.idle(now());
      builds.signal();
    }
  }

  /**
   * The manager's process ends, and with it what it runs and waits for, which somebody has to do
   * again.
   *
   * @return the machines that it knew of
   */
  List<Machine> halt() {
    halted = true;
    creations.halt();
    removals.halt();
    builds.halt();
    return provider.machines();
  }

  /** The manager's process starts, and finds on its disk the machines of the one before. */
  void find(List<Machine> before) {
    for (Machine machine : before) {
      Machine found = provider.find(machine, now());
      if (!hardware.adopt(machine, found, creations.ofFound(found))) {
        provider.forget(found);
      }
    }
  }
}
