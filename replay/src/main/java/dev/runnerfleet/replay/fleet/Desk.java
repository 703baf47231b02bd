package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.decision.HoldReason;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.Purchase;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Busy;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Live;
import dev.runnerfleet.scaler.core.fleet.Work;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.queue.Job;
import dev.runnerfleet.scaler.core.queue.Queue;
import dev.runnerfleet.scaler.core.queue.Queue.Share;
import dev.runnerfleet.scaler.core.queue.Wish;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pool with its queue and its machines, kept up to date one change at a time. */
final class Desk {

  private final Map<RunnerId, Runner> runners = new LinkedHashMap<>();
  private final Map<RunnerId, Member> members = new HashMap<>();
  private final Map<RunnerId, Member> others = new LinkedHashMap<>();
  private final Map<Alike, Map<RunnerId, Member>> busy = new LinkedHashMap<>();
  private final Map<JobId, Job> queued = new LinkedHashMap<>();
  private final Map<Kind, Integer> counts = new HashMap<>();
  private Pool pool;
  private Set<HoldReason> held = Set.of();
  private @Nullable Fleet fleet;
  private @Nullable Queue queue;
  private boolean changed = true;
  private int heldJobs;

  /** All that tells busy machines apart for a decision. */
  private record Alike(
      int revision,
      Offering.@Nullable Market market,
      @Nullable Usd price,
      int running,
      int taken) {}

  private record Kind(ProjectId project, Offering.@Nullable Market market) {}

  Desk(Pool pool) {
    this.pool = pool;
  }

  PoolName name() {
    return pool.name();
  }

  Pool pool() {
    return pool;
  }

  void pool(Pool next) {
    pool = next;
    changed = true;
  }

  /** Whether anything but the time is another than when it was last decided. */
  boolean hasChanged() {
    return changed;
  }

  Set<HoldReason> held() {
    return held;
  }

  /** Notes what a decision left undone, and that there was one. */
  void decided(Decision decision) {
    held = decision.held();
    heldJobs =
        decision.holds().stream()
            .filter(hold -> hold.reason().overflows())
            .mapToInt(Decision.Hold::jobs)
            .sum();
    changed = false;
  }

  /** How many jobs wait for what another pool may have. */
  int heldJobs() {
    return heldJobs;
  }

  /** Whether the pool can order no machine for a job more, while another might. */
  boolean full() {
    return held.stream().anyMatch(HoldReason::overflows);
  }

  @Nullable Member member(RunnerId id) {
    return members.get(id);
  }

  /** A machine as its events alone have it: whether it is busy follows from its work. */
  @Nullable Runner runner(RunnerId id) {
    return runners.get(id);
  }

  /** Notes what became of a machine; forgets it once it is gone. */
  void put(Runner runner, Work work) {
    if (runner.state() instanceof Live) {
      runners.put(runner.id(), runner);
      note(new Member(runner, work));
    } else {
      runners.remove(runner.id());
      forget(runner.id());
    }
    fleet = null;
    changed = true;
  }

  /** Notes what a machine does. */
  void put(RunnerId id, Work work) {
    Runner runner = runners.get(id);
    if (runner != null) {
      note(new Member(runner, work));
      fleet = null;
      changed = true;
    }
  }

  private void note(Member member) {
    RunnerId id = member.runner().id();
    forget(id);
    members.put(id, member);
    if (member.state() instanceof Busy) {
      busy.computeIfAbsent(alike(member), unused -> new LinkedHashMap<>()).put(id, member);
    } else {
      others.put(id, member);
    }
  }

  private void forget(RunnerId id) {
    Member before = members.remove(id);
    if (before != null && others.remove(id) == null) {
      busy.computeIfPresent(
          alike(before),
          (kind, all) -> {
            all.remove(id);
            return all.isEmpty() ? null : all;
          });
    }
  }

  private Alike alike(Member member) {
    Purchase purchase = member.runner().purchase();
    return new Alike(
        member.runner().revision(),
        member.runner().market(),
        purchase == null ? null : purchase.hourlyPrice(),
        member.work().running(),
        pool.spec().capacity().maxJobsPerRunner() == 0 ? 0 : member.work().taken());
  }

  void add(Job job) {
    if (queued.put(job.id(), job) == null) {
      counts.merge(kind(job), 1, Integer::sum);
      queue = null;
      changed = true;
    }
  }

  void remove(JobId id) {
    Job job = queued.remove(id);
    if (job != null) {
      counts.computeIfPresent(kind(job), (kind, jobs) -> jobs == 1 ? null : jobs - 1);
      queue = null;
      changed = true;
    }
  }

  /** The jobs that wait, those that came to the pool first before the others. */
  List<Job> waiting() {
    return new ArrayList<>(queued.values());
  }

  Queue queue() {
    Queue known = queue;
    if (known == null) {
      List<Share> shares = new ArrayList<>();
      counts.forEach((kind, jobs) -> shares.add(new Share(kind.project(), kind.market(), jobs)));
      Wish oldest = queued.isEmpty() ? null : queued.values().iterator().next().wish();
      known = new Queue(shares, oldest == null ? null : oldest.queuedAt());
      queue = known;
    }
    return known;
  }

  /**
   * The machines; busy ones that nothing tells apart are counted, as the scaler's database does.
   */
  Fleet fleet() {
    Fleet known = fleet;
    if (known == null) {
      List<Member> all = new ArrayList<>(others.values());
      busy.values()
          .forEach(
              alike -> {
                Member one = alike.values().iterator().next();
                all.add(new Member(one.runner(), one.work(), alike.size()));
              });
      known = new Fleet(all);
      fleet = known;
    }
    return known;
  }

  private static Kind kind(Job job) {
    Wish wish = job.wish();
    return new Kind(job.project(), wish == null ? null : wish.market());
  }
}
