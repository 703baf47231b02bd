package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.replay.time.Timeline;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.fleet.Work;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.queue.Job;
import dev.runnerfleet.scaler.fleet.RunnerProgress;
import dev.runnerfleet.scaler.queue.KeptJob;
import dev.runnerfleet.scaler.queue.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scaler: takes events in, in the batches in which they arrive, and decides at once about every
 * pool that they concern; about all of them every two seconds besides.
 */
final class Scaling {

  /** As the scaler's {@code runnerfleet.decision-interval} has it. */
  private static final Duration ROUND = Duration.ofSeconds(2);

  private final Timeline timeline;
  private final Desks desks;
  private final Deciding deciding;
  private final Overflow overflow;
  private final Duration oneWay;
  private final Map<JobId, KeptJob> jobs = new HashMap<>();
  private final Map<RunnerId, Desk> deskOf = new HashMap<>();
  private final Map<GitLabRunnerId, RunnerId> byGitLab = new HashMap<>();
  private List<DemandEvent> demand = new ArrayList<>();
  private List<RunnerEvent> machines = new ArrayList<>();
  private @Nullable Instant demandDue;

  Scaling(Timeline timeline, Desks desks, Deciding deciding, Duration oneWay) {
    this.timeline = timeline;
    this.desks = desks;
    this.deciding = deciding;
    this.overflow = new Overflow(desks);
    this.oneWay = oneWay;
    timeline.after(ROUND, this::round);
  }

  /** GitLab tells of a job by a webhook, which is under way for a while. */
  void hear(DemandEvent event) {
    Instant due = timeline.now().plus(oneWay);
    if (!due.equals(demandDue)) {
      List<DemandEvent> batch = new ArrayList<>();
      demand = batch;
      demandDue = due;
      timeline.at(due, () -> take(batch));
    }
    demand.add(event);
  }

  /** A service tells what became of a machine. */
  void learn(RunnerEvent event) {
    if (machines.isEmpty()) {
      timeline.at(timeline.now(), this::takeMachines);
    }
    machines.add(event);
  }

  private void take(List<DemandEvent> events) {
    if (events == demand) {
      demandDue = null; // what comes at this same moment is another batch
    }
    Map<JobId, KeptJob> before = new HashMap<>();
    for (DemandEvent event : events) {
      KeptJob known = jobs.get(event.job());
      if (known != null) {
        before.put(event.job(), known);
      }
    }
    Progress progress =
        Progress.of(events, before, desks.pools(), pool -> desks.isFull(pool), timeline.now());
    Set<PoolName> concerned = new HashSet<>(progress.pools());
    progress.after().forEach((id, kept) -> concerned.addAll(keep(before.get(id), kept, progress)));
    Map<PoolName, List<Job>> arrivals = progress.arrivals();
    desks
        .of(concerned)
        .forEach(desk -> deciding.decide(desk, arrivals.getOrDefault(desk.name(), List.of())));
  }

  private Set<PoolName> keep(@Nullable KeptJob before, KeptJob after, Progress progress) {
    Job job = after.job();
    if (before != null && before.pool() != null) {
      desks.of(before.pool()).remove(job.id());
    }
    if (job.isQueued() && after.pool() != null) {
      desks.of(after.pool()).add(job);
    }
    if (job.finishedAt() == null) {
      jobs.put(job.id(), after);
    } else {
      jobs.remove(job.id());
    }
    RunnerId id = job.runner() == null ? null : byGitLab.get(job.runner());
    Desk desk = id == null ? null : deskOf.get(id);
    Member member = id == null || desk == null ? null : desk.member(id);
    if (id == null || desk == null || member == null) {
      return Set.of();
    }
    desk.put(id, work(member.work(), before, after, progress));
    return Set.of(desk.name());
  }

  private static Work work(Work work, @Nullable KeptJob before, KeptJob after, Progress progress) {
    int began = progress.isNewlyStarted(after) ? 1 : 0;
    Instant finishedAt = after.job().finishedAt();
    boolean known = before != null && before.job().finishedAt() != null;
    if (finishedAt == null || known) {
      return new Work(work.running() + began, work.taken() + began, work.lastEnded());
    }
    Instant last = finishedAt.isAfter(work.lastEnded()) ? finishedAt : work.lastEnded();
    return new Work(work.running() + began - 1, work.taken() + began, last);
  }

  private void takeMachines() {
    List<RunnerEvent> events = machines;
    machines = new ArrayList<>();
    Map<RunnerId, Runner> known = new HashMap<>();
    Set<PoolName> names = new HashSet<>(RunnerProgress.pools(events));
    for (RunnerId id : RunnerProgress.runners(events)) {
      Desk desk = deskOf.get(id);
      Runner runner = desk == null ? null : desk.runner(id);
      if (desk != null && runner != null) {
        known.put(id, runner);
        names.add(desk.name());
      }
    }
    Map<PoolName, Pool> before = new HashMap<>();
    desks.of(names).forEach(desk -> before.put(desk.name(), desk.pool()));
    RunnerProgress progress = RunnerProgress.of(events, known, before);
    progress.changed().forEach((id, runner) -> note(runner));
    progress.pools().forEach((name, pool) -> desks.of(name).pool(pool));
    desks.of(names).forEach(deciding::decide);
  }

  private void note(Runner runner) {
    Desk desk = desks.of(runner.pool());
    Member member = desk.member(runner.id());
    desk.put(runner, member == null ? Work.NONE : member.work());
    if (runner.gitLabRunner() != null) {
      byGitLab.put(runner.gitLabRunner(), runner.id());
    }
    if (runner.purchase() != null && runner.launchedAt() != null) {
      desks
          .purse(desk.name())
          .bought(runner.id(), runner.purchase().hourlyPrice(), runner.launchedAt());
    }
    if (desk.member(runner.id()) == null) {
      desks.purse(desk.name()).ended(runner.id(), timeline.now());
      deskOf.remove(runner.id());
      if (runner.gitLabRunner() != null) {
        byGitLab.remove(runner.gitLabRunner());
      }
    }
  }

  /** A machine that was ordered is known from then on. */
  void ordered(Runner runner, Desk desk) {
    deskOf.put(runner.id(), desk);
    desk.put(runner, Work.NONE);
  }

  private void round() {
    Collection<Desk> all = desks.all();
    all.stream().filter(desk -> deciding.mayAct(desk)).forEach(deciding::decide);
    overflow.move(timeline.now()).forEach(this::move);
    all.stream().filter(Desk::hasChanged).forEach(deciding::decide);
    timeline.after(ROUND, this::round);
  }

  private void move(Overflow.Moved moved) {
    KeptJob kept = jobs.get(moved.job().id());
    if (kept != null) {
      jobs.put(moved.job().id(), new KeptJob(kept.job(), moved.to().name(), timeline.now()));
      moved.from().remove(moved.job().id());
      moved.to().add(moved.job());
    }
  }
}
