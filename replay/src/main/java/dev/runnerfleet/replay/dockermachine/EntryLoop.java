package dev.runnerfleet.replay.dockermachine;

import dev.runnerfleet.replay.dockermachine.Provider.Acquired;
import dev.runnerfleet.replay.outcome.Ledger;
import dev.runnerfleet.replay.time.Timeline;
import dev.runnerfleet.replay.world.GitLab;
import dev.runnerfleet.replay.world.Work;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry at work: asks GitLab for a job every check interval and right after each job that it
 * got, and finds a machine for each (commands/multi.go, executors/docker/machine).
 */
final class EntryLoop {

  private final Timeline timeline;
  private final GitLab gitLab;
  private final Ledger ledger;
  private final Workers workers;
  private final Runner runner;
  private final Duration oneWay;
  private final Hardware hardware;
  private final Provider provider;
  private final Requests requests;
  private final RunnerEntry entry;
  private final List<Waiting> waiting = new ArrayList<>();
  private final Map<Machine, Waiting> madeFor = new HashMap<>();
  private final Map<Machine, Work> running = new HashMap<>();
  private final Map<Machine, Instant> since = new HashMap<>();
  private int builds;
  private int growing;
  private final List<Machine> notBegun = new ArrayList<>();

  EntryLoop(
      RunnerEntry entry,
      Runner runner,
      Timeline timeline,
      GitLab gitLab,
      Ledger ledger,
      Workers workers,
      Duration oneWay,
      Hardware hardware) {
    this.entry = entry;
    this.runner = runner;
    this.timeline = timeline;
    this.gitLab = gitLab;
    this.ledger = ledger;
    this.workers = workers;
    this.oneWay = oneWay;
    this.hardware = hardware;
    this.provider = new Provider(entry, this::create, this::remove);
    this.requests = new Requests(entry.requestConcurrency());
  }

  /** Every check interval; waits for a worker where none is free. */
  void feed() {
    workers.whenFree(this::attempt);
  }

  private void attempt() {
    Acquired acquired = provider.acquire(timeline.now());
    Machine held = acquired instanceof Acquired.Held with ? with.machine() : null;
    if (acquired instanceof Acquired.NoneFree) {
      workers.done();
      return;
    }
    boolean full = entry.limit() > 0 && builds >= entry.limit();
    if (full || !requests.begin()) {
      release(held);
      workers.done();
      return;
    }
    builds++;
    timeline.after(oneWay, () -> ask(held));
  }

  private void ask(@Nullable Machine held) {
    Optional<Work> job = gitLab.request(runner);
    timeline.after(oneWay, () -> answered(job, held));
  }

  private void answered(Optional<Work> job, @Nullable Machine held) {
    requests.answered(job.isPresent());
    if (job.isEmpty()) {
      builds--;
      release(held);
      workers.done();
      return;
    }
    use(new Waiting(job.get()), held);
    workers.ifFree(this::attempt);
  }

  private void use(Waiting job, @Nullable Machine held) {
    Optional<Machine> free =
        held != null && held.state() == Machine.State.ACQUIRED
            ? Optional.of(held)
            : provider.newestFree();
    if (free.isPresent()) {
      start(job, free.get());
    } else {
      waiting.add(job);
      madeFor.put(provider.create(timeline.now()), job);
    }
  }

  private void start(Waiting job, Machine machine) {
    Instant now = timeline.now();
    job.end();
    waiting.remove(job);
    machine.use();
    Work work = job.work();
    running.put(machine, work);
    since.put(machine, now);
    if (work.again()) {
      ledger.startedAgain(now);
    } else {
      ledger.started(work.queuedAt(), now, now);
    }
    timeline.after(work.duration(), () -> finish(machine, work));
  }

  private void finish(Machine machine, Work work) {
    if (!running.remove(machine, work)) {
      return;
    }
    gitLab.ended(work);
    ledger.ended(work.duration(), timeline.now());
    over();
    if (entry.maxBuilds() > 0 && machine.builds() >= entry.maxBuilds()) {
      provider.remove(machine);
    } else {
      machine.idle(timeline.now());
      signal();
    }
  }

  private void over() {
    builds--;
    workers.done();
  }

  private void release(@Nullable Machine held) {
    if (held != null && held.state() == Machine.State.ACQUIRED) {
      held.idle(timeline.now());
      signal();
    }
  }

  /** Jobs without a machine hear of one that is free; who has waited longest takes it. */
  private void signal() {
    Iterator<Waiting> jobs = List.copyOf(waiting).iterator();
    Optional<Machine> free = provider.newestFree();
    while (jobs.hasNext() && free.isPresent()) {
      start(jobs.next(), free.get());
      free = provider.newestFree();
    }
  }

  // Creations wait for one another where their number is limited.
  private void create(Machine machine) {
    if (entry.maxGrowth() > 0 && growing >= entry.maxGrowth()) {
      notBegun.add(machine);
      return;
    }
    growing++;
    boolean begun =
        hardware.launch(
            machine,
            new Hardware.News() {
              @Override
              public void up() {
                grown();
                booted(machine);
              }

              @Override
              public void lost() {
                EntryLoop.this.lost(machine);
              }
            });
    if (!begun) {
      timeline.after(oneWay.multipliedBy(2), () -> failed(machine));
    }
  }

  private void grown() {
    growing--;
    if (!notBegun.isEmpty()) {
      create(notBegun.removeFirst());
    }
  }

  private void booted(Machine machine) {
    machine.idle(timeline.now());
    Waiting own = madeFor.remove(machine);
    if (own != null && !own.isOver()) {
      start(own, machine);
    } else {
      signal();
    }
  }

  // No back-off: the next look, or the job itself, creates again.
  private void failed(Machine machine) {
    grown();
    provider.forget(machine);
    Waiting own = madeFor.remove(machine);
    if (own == null || own.isOver()) {
      return;
    }
    Optional<Instant> again = own.again(timeline.now());
    if (again.isPresent()) {
      timeline.at(again.get(), () -> retry(own));
    } else {
      own.end();
      waiting.remove(own);
      ledger.givenUp(timeline.now());
      gitLab.ended(own.work());
      over();
    }
  }

  private void retry(Waiting job) {
    if (!job.isOver()) {
      Optional<Machine> free = provider.newestFree();
      if (free.isPresent()) {
        start(job, free.get());
      } else {
        madeFor.put(provider.create(timeline.now()), job);
      }
    }
  }

  private void remove(Machine machine) {
    timeline.after(
        oneWay,
        () -> {
          hardware.terminate(machine);
          timeline.after(oneWay, () -> provider.forget(machine));
        });
  }

  // AWS took it: its job fails, and is tried again by whoever wants it done.
  private void lost(Machine machine) {
    provider.forget(machine);
    Work work = running.remove(machine);
    if (work != null) {
      Instant now = timeline.now();
      ledger.redone(Duration.between(since.getOrDefault(machine, now), now), now);
      gitLab.ended(work);
      gitLab.add(gitLab.again(work, now));
      over();
    }
    machine.remove();
  }
}
