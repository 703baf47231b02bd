package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.scaler.Script;
import dev.runnerfleet.scaler.core.budget.Spending;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.fleet.RunnerState;
import dev.runnerfleet.scaler.core.fleet.Work;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.queue.Job;
import dev.runnerfleet.scaler.core.queue.JobStage;
import dev.runnerfleet.scaler.core.queue.Queue;
import dev.runnerfleet.scaler.queue.KeptJob;
import dev.runnerfleet.scaler.queue.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A pool's world in virtual time, in which everything happens that may, at random. */
final class World {

  private static final PoolName POOL = new PoolName("linux");

  private final Random random;
  private final Pool pool;
  private final Map<JobId, KeptJob> jobs = new LinkedHashMap<>();
  private final Map<RunnerId, Runner> runners = new LinkedHashMap<>();
  private final List<RunnerEvent> told = new ArrayList<>();
  private final List<DemandEvent> demand = new ArrayList<>();
  private final List<Job> arrived = new ArrayList<>();
  private Instant now = Example.NOW;
  private int minted;
  private int came;
  private int failed;

  World(long seed, Pool pool) {
    this.random = new Random(seed);
    this.pool = pool;
  }

  Instant now() {
    return now;
  }

  Queue queue() {
    return Queue.of(jobs.values().stream().map(KeptJob::job).toList());
  }

  /** How many jobs were ever queued. */
  int came() {
    return came;
  }

  /** How many machines were ever ordered. */
  int ordered() {
    return minted;
  }

  /** How many of the orders AWS refused. */
  int failed() {
    return failed;
  }

  Fleet fleet() {
    return new Fleet(runners.values().stream().map(r -> new Member(r, work(r))).toList());
  }

  Runner runner(RunnerId id) {
    Runner runner = runners.get(id);
    if (runner == null) {
      throw new IllegalStateException("no runner " + id);
    }
    return runner;
  }

  /** What the pool's machines, gone and live, have cost and cost. */
  Spending spending() {
    return Spending.of(runners.values(), pool.price(), now);
  }

  /** Lets time pass and something happen. */
  void step() {
    now = now.plus(Duration.ofSeconds(random.nextInt(300)));
    if (random.nextInt(3) == 0) {
      int count = random.nextInt(6);
      long first = jobs.size() + 1L;
      came += count;
      Script.queued(first, count, "linux", now).forEach(this::tell);
    }
    running().stream()
        .filter(job -> random.nextBoolean())
        .forEach(job -> tell(Script.finished(job.id().value(), gitLab(job), now)));
    queued()
        .filter(job -> random.nextInt(8) == 0)
        .ifPresent(job -> tell(Script.cancelled(job.id().value(), now)));
    List.copyOf(runners.values()).forEach(this::maybe);
    if (!told.isEmpty() && random.nextBoolean()) {
      tell(told.get(random.nextInt(told.size())));
    }
    for (int i = random.nextInt(4); i > 0 && !demand.isEmpty(); i--) {
      tell(demand.get(random.nextInt(demand.size())));
    }
  }

  Decision decide() {
    Decision decision =
        ScalingPolicy.decide(
            queue().arriving(arrived), fleet(), pool, spending(), WholeFleet.UNLIMITED, now);
    arrived.clear();
    for (int i = 0; i < decision.launched(); i++) {
      RunnerId id = new RunnerId("r" + ++minted);
      runners.put(id, Runner.requested(id, POOL, 1, null, now));
    }
    decision.recalls().forEach(recall -> move(runner(recall.runner())));
    decision
        .retirements()
        .forEach(
            gone -> {
              Runner runner = runner(gone.runner());
              if (runner.state() instanceof RunnerState.Standing standing) {
                runners.put(runner.id(), runner.in(standing.draining(gone.reason(), now)));
              }
            });
    return decision;
  }

  private void move(Runner runner) {
    if (runner.state() instanceof RunnerState.Requested requested) {
      runners.put(runner.id(), runner.in(requested.recall()));
    }
  }

  private void maybe(Runner runner) {
    if (random.nextBoolean()) {
      return;
    }
    long gitLab = 1000 + Long.parseLong(runner.id().value().substring(1));
    switch (runner.state()) {
      case RunnerState.Requested requested -> answer(runner, requested.recalled());
      case RunnerState.Booting booting -> tell(Script.registered(runner.id(), POOL, gitLab, now));
      case RunnerState.Idle idle -> start(gitLab);
      case RunnerState.Busy busy -> {}
      case RunnerState.Draining draining -> tell(Script.terminated(runner.id(), POOL, now));
      case RunnerState.Terminating terminating -> tell(Script.terminated(runner.id(), POOL, now));
      case RunnerState.Terminated terminated -> {}
      case RunnerState.NotLaunched not -> {}
    }
  }

  private void answer(Runner runner, boolean recalled) {
    if (recalled) {
      tell(Script.failed(runner.id(), POOL, LaunchFailed.Reason.RECALLED, now));
    } else if (random.nextInt(4) == 0) {
      failed++;
      tell(Script.failed(runner.id(), POOL, LaunchFailed.Reason.NO_CAPACITY, now));
    } else {
      tell(Script.launched(runner.id(), POOL, now));
    }
  }

  private void start(long gitLab) {
    if (running().stream().noneMatch(job -> gitLab(job) == gitLab)) {
      queued().ifPresent(job -> tell(Script.started(job.id().value(), gitLab, now)));
    }
  }

  private Optional<Job> queued() {
    return jobs.values().stream().map(KeptJob::job).filter(Job::isQueued).findFirst();
  }

  private List<Job> running() {
    return jobs.values().stream()
        .map(KeptJob::job)
        .filter(job -> job.stage() == JobStage.RUNNING)
        .toList();
  }

  private void tell(DemandEvent event) {
    demand.add(event);
    Progress progress =
        Progress.of(List.of(event), known(event), List.of(pool), full -> false, now);
    progress.after().values().forEach(kept -> arrived.remove(kept.job()));
    jobs.putAll(progress.after());
    arrived.addAll(progress.arrivals().getOrDefault(POOL, List.of()));
  }

  private Map<JobId, KeptJob> known(DemandEvent event) {
    KeptJob known = jobs.get(event.job());
    return known == null ? Map.of() : Map.of(event.job(), known);
  }

  private void tell(RunnerEvent event) {
    told.add(event);
    Runner runner = runner(new RunnerId(event.key()));
    runners.put(runner.id(), runner.after(event));
  }

  private Work work(Runner runner) {
    GitLabRunnerId id = runner.gitLabRunner();
    List<Job> own =
        jobs.values().stream()
            .map(KeptJob::job)
            .filter(j -> id != null && id.equals(j.runner()))
            .toList();
    Instant last =
        own.stream()
            .map(job -> job.finishedAt() == null ? Instant.EPOCH : job.finishedAt())
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH);
    int running = (int) own.stream().filter(j -> j.stage() == JobStage.RUNNING).count();
    return new Work(running, own.size(), last);
  }

  private static long gitLab(Job job) {
    GitLabRunnerId runner = job.runner();
    return runner == null ? 0 : runner.value();
  }
}
