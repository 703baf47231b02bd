package dev.runnerfleet.replay.dockermachine;

import dev.runnerfleet.replay.dockermachine.config.RunnerEntry;
import dev.runnerfleet.replay.world.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An entry's jobs, from GitLab's answer to their end: each finds a machine, or has one made. */
final class Builds {

  private final RunnerEntry entry;
  private final Surroundings around;
  private final Provider provider;
  private final List<Waiting> waiting = new ArrayList<>();
  private final Map<Machine, Waiting> madeFor = new HashMap<>();
  private final Map<Machine, Running> running = new LinkedHashMap<>();
  private int count;

  private record Running(Work work, Instant since) {}

  Builds(RunnerEntry entry, Surroundings around, Provider provider) {
    this.entry = entry;
    this.around = around;
    this.provider = provider;
  }

  private Instant now() {
    return around.timeline().now();
  }

  /** One may come: it is asked for. */
  void expect() {
    count++;
  }

  /** None came. */
  void noneCame() {
    count--;
  }

  boolean areFull() {
    return entry.limit() > 0 && count >= entry.limit();
  }

  /**
   * One came. The machine that is held for it is asked whether it still connects, whatever was
   * known of that.
   */
  void take(Work work, @Nullable Machine held) {
    Waiting job = new Waiting(work);
    boolean usable =
        held != null && held.state() == Machine.State.ACQUIRED && provider.connectsNow(held, now());
    Optional<Machine> free = usable ? Optional.ofNullable(held) : provider.newestFree(now());
    if (free.isPresent()) {
      start(job, free.get());
    } else {
      waiting.add(job);
      madeFor.put(provider.create(now()), job);
    }
  }

  private void start(Waiting job, Machine machine) {
    Instant now = now();
    job.end();
    waiting.remove(job);
    machine.use();
    Work work = job.work();
    running.put(machine, new Running(work, now));
    if (work.again()) {
      around.ledger().startedAgain(now);
    } else {
      around.ledger().started(work.queuedAt(), now, now);
    }
    around.later(work.duration(), () -> finish(machine, work));
  }

  private void finish(Machine machine, Work work) {
    Running run = running.get(machine);
    if (run == null || run.work().id() != work.id()) {
      return;
    }
    running.remove(machine);
    around.gitLab().ended(work);
    around.ledger().ended(work.duration(), now());
    over();
    if (entry.maxBuilds() > 0 && machine.builds() >= entry.maxBuilds()) {
      provider.remove(machine);
    } else {
      machine.idle(now());
      signal();
    }
  }

  private void over() {
    count--;
    around.workers().done();
  }

  /** Jobs without a machine hear of one that is free; who has waited longest takes it. */
  void signal() {
    Iterator<Waiting> jobs = List.copyOf(waiting).iterator();
    while (jobs.hasNext()) {
      Optional<Machine> free = provider.newestFree(now());
      if (free.isEmpty()) {
        return;
      }
      start(jobs.next(), free.get());
    }
  }

  void booted(Machine machine) {
    machine.idle(now());
    Waiting own = madeFor.remove(machine);
    if (own != null && !own.isOver()) {
      start(own, machine);
    } else {
      signal();
    }
  }

  void failed(Machine machine) {
    provider.forget(machine);
    Waiting own = madeFor.remove(machine);
    if (own == null || own.isOver()) {
      return;
    }
    Optional<Instant> again = own.again(now());
    if (again.isPresent()) {
      around.timeline().at(again.get(), () -> retry(own));
    } else {
      own.end();
      waiting.remove(own);
      around.ledger().givenUp(now());
      around.gitLab().ended(own.work());
      over();
    }
  }

  private void retry(Waiting job) {
    if (!job.isOver()) {
      Optional<Machine> free = provider.newestFree(now());
      if (free.isPresent()) {
        start(job, free.get());
      } else {
        madeFor.put(provider.create(now()), job);
      }
    }
  }

  /** AWS took a machine: its job fails, and is tried again by whoever wants it done. */
  void lost(Machine machine) {
    if (machine.state() == Machine.State.CREATING) {
      failed(machine);
      return;
    }
    provider.forget(machine);
    machine.remove();
    Running run = running.remove(machine);
    if (run != null) {
      cut(run);
      over();
    }
  }

  private void cut(Running run) {
    around.ledger().redone(Duration.between(run.since(), now()), now());
    around.gitLab().ended(run.work());
    around.gitLab().add(around.gitLab().again(run.work(), now()));
  }

  /** A job that nobody has begun is GitLab's again. */
  void putBack(Work work) {
    around.gitLab().ended(work);
    around.gitLab().add(work);
  }

  /** The manager's process ends: what runs is cut, what waits is GitLab's again. */
  void halt() {
    running.values().forEach(this::cut);
    running.clear();
    for (Waiting job : waiting) {
      job.end();
      putBack(job.work());
    }
    waiting.clear();
  }
}
