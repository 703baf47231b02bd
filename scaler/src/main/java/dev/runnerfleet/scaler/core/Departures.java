package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.scaler.core.decision.Decision.Recall;
import dev.runnerfleet.scaler.core.decision.Decision.Retirement;
import dev.runnerfleet.scaler.core.decision.RecallReason;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Draining;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Idle;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Requested;
import dev.runnerfleet.scaler.core.pool.Drift;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which orders are taken back and which machines go. Never one with a job. A queued job's need
 * keeps as many idle runners as it could start on, whether or not others boot for it. Of idle ones
 * the longest idle go first: each then leaves about its pool's idle time after its last job, which
 * is what the operator asked for. Of orders the youngest go first, as the least likely to be
 * called.
 */
final class Departures {

  private static final Comparator<Member> LONGEST_IDLE_FIRST =
      Comparator.comparing(Departures::idleSince)
          .thenComparing(member -> member.runner().id().value());
  private static final Comparator<Member> YOUNGEST_FIRST =
      Comparator.<Member, Instant>comparing(member -> member.runner().requestedAt())
          .reversed()
          .thenComparing(member -> member.runner().id().value());

  private final Situation situation;
  private final List<Member> idle;
  private final List<Member> booting;
  private final List<Member> requested;
  private final List<Retirement> retirements = new ArrayList<>();
  private final List<Recall> recalls = new ArrayList<>();
  private final Set<RunnerId> going = new HashSet<>();
  private ByMarket ready;
  private ByMarket coming;
  private ByMarket ordered = ByMarket.NONE;
  private int standing;
  private int leaving;

  private Departures(Situation situation) {
    this.situation = situation;
    idle = situation.fleet().idle().stream().sorted(LONGEST_IDLE_FIRST).toList();
    booting = situation.fleet().booting().stream().sorted(YOUNGEST_FIRST).toList();
    requested = situation.fleet().requested().stream().sorted(YOUNGEST_FIRST).toList();
    ready = situation.ready();
    coming = situation.coming();
    for (Member member : requested) {
      ordered = ordered.plus(situation.market(member), situation.slots());
    }
    standing = situation.standing();
  }

  static Departures of(Situation situation, Limits limits) {
    Departures departures = new Departures(situation);
    if (situation.closed()) {
      departures.empty();
    } else {
      departures.choose(limits);
    }
    return departures;
  }

  List<Retirement> retirements() {
    return retirements;
  }

  List<Recall> recalls() {
    return recalls;
  }

  /** Slots that a job could start on at once, of what stays. */
  ByMarket ready() {
    return ready;
  }

  /** Slots of orders that nobody has answered yet, of what stays. */
  ByMarket ordered() {
    return ordered;
  }

  /** Slots that no job uses, now or once booted, of what stays. */
  ByMarket free() {
    return ready.plus(coming);
  }

  /** Free slots beyond what queued jobs take that will stay: jobs take those that leave first. */
  int lasting() {
    int free = free().total();
    int served = free().serving(situation.jobs()).total();
    return Math.min(free - served, free - leaving);
  }

  /** Runners that stay. */
  int standing() {
    return standing;
  }

  /**
   * Lets orders and machines go that come for nothing, as a limit or a budget has other use for
   * their room.
   */
  void makeRoom() {
    for (Member member : requested) {
      if (!going.contains(member.runner().id()) && isNeedless(member, free())) {
        recall(member, RecallReason.NOT_NEEDED);
      }
    }
    for (Member member : booting) {
      if (!going.contains(member.runner().id()) && isNeedless(member, free())) {
        retire(member, RetirementReason.LIMIT_LOWERED);
      }
    }
  }

  private void empty() {
    boolean off = !situation.pool().paused() && !situation.pool().closed();
    RetirementReason reason = off ? RetirementReason.LIMIT_LOWERED : RetirementReason.POOL_CLOSED;
    idle.forEach(member -> retire(member, reason));
    if (situation.pool().closed()) {
      booting.forEach(member -> retire(member, RetirementReason.POOL_CLOSED));
    }
    requested.forEach(member -> recall(member, RecallReason.POOL_CLOSED));
  }

  private void choose(Limits limits) {
    keepToLimits(limits);
    // A runner past its last job is none that a queued job could use: whoever says one job a
    // machine wants the next job on a fresh one.
    retireIdle(RetirementReason.MAX_JOBS, situation::isWorn);
    replaceDrifted(limits);
    retireIdle(RetirementReason.MAX_LIFETIME, member -> isTooOld(member) && isSpare(member, 0));
    int buffer = situation.buffer();
    retireIdle(RetirementReason.IDLE, member -> isIdleForLong(member) && isSpare(member, buffer));
    // A machine that boots may have been ordered for a job that was there first: only what more is
    // ordered than jobs wait is needless for sure.
    for (Member member : requested) {
      if (!going.contains(member.runner().id()) && isNeedless(member, ready.plus(ordered))) {
        recall(member, RecallReason.NOT_NEEDED);
      }
    }
  }

  // Limits go before the queue: what is queued past them is held by them anyway.
  private void keepToLimits(Limits limits) {
    List<Member> mayGo = new ArrayList<>(requested);
    mayGo.addAll(booting);
    mayGo.addAll(idle);
    for (Member member : limits.excess(mayGo)) {
      if (member.state() instanceof Requested) {
        recall(member, RecallReason.LIMIT_LOWERED);
      } else {
        retire(member, RetirementReason.LIMIT_LOWERED);
      }
    }
  }

  // Within its share an idle runner of an older make goes as soon as nothing needs it. What the
  // buffer needs counts as leaving, so that its replacement is ordered first and takes its place;
  // where there is no room for one beside it, it goes before, job or no job: else a pool that is
  // always full would never be renewed.
  private void replaceDrifted(Limits limits) {
    double share = situation.capacity().driftShare();
    if (share == 0) {
      return;
    }
    int atATime = Math.max(1, (int) (share * situation.standing()));
    long underWay =
        situation.fleet().members().stream()
            .filter(
                member ->
                    member.state() instanceof Draining draining
                        && draining.reason() == RetirementReason.DRIFT)
            .count();
    boolean full = limits.full();
    idle.stream()
        .filter(member -> !going.contains(member.runner().id()))
        .filter(member -> Drift.of(member.runner(), situation.pool()))
        .limit(Math.max(0, atATime - underWay))
        .forEach(
            member -> {
              if (full || isSpare(member, situation.buffer())) {
                retire(member, RetirementReason.DRIFT);
              } else {
                leaving += situation.slots();
              }
            });
  }

  private void retireIdle(RetirementReason reason, Predicate<Member> which) {
    for (Member member : idle) {
      if (!going.contains(member.runner().id()) && which.test(member)) {
        retire(member, reason);
      }
    }
  }

  /** Whether an idle runner may go so that queued jobs and so many slots more stay served. */
  private boolean isSpare(Member member, int buffer) {
    ByMarket without = ready.plus(situation.market(member), -situation.slots());
    int served = ready.serving(situation.jobs()).total();
    return standing > situation.least()
        && without.serving(situation.jobs()).total() == served
        && without.total() - served >= buffer;
  }

  /**
   * Whether neither a queued job nor the buffer needs an order or a machine that boots.
   *
   * @param slots that jobs may count on, this one's among them
   */
  private boolean isNeedless(Member member, ByMarket slots) {
    ByMarket without = slots.plus(situation.market(member), -situation.slots());
    int served = slots.serving(situation.jobs()).total();
    return standing > situation.least()
        && without.serving(situation.jobs()).total() == served
        && lasting() - situation.slots() >= situation.buffer();
  }

  private void retire(Member member, RetirementReason reason) {
    retirements.add(new Retirement(member.runner().id(), reason));
    if (member.state() instanceof Idle) {
      ready = ready.plus(situation.market(member), -situation.slots());
      leave(member);
    } else {
      leaveComing(member);
    }
  }

  private void recall(Member member, RecallReason reason) {
    recalls.add(new Recall(member.runner().id(), reason));
    ordered = ordered.plus(situation.market(member), -situation.slots());
    leaveComing(member);
  }

  private void leaveComing(Member member) {
    coming = coming.plus(situation.market(member), -situation.slots());
    leave(member);
  }

  private void leave(Member member) {
    going.add(member.runner().id());
    standing--;
  }

  private boolean isTooOld(Member member) {
    Duration most = situation.capacity().maxLifetime();
    Instant launchedAt = member.runner().launchedAt();
    return !most.isZero() && launchedAt != null && !situation.now().isBefore(launchedAt.plus(most));
  }

  private boolean isIdleForLong(Member member) {
    return situation.now().isAfter(idleSince(member).plus(situation.capacity().idleTime()));
  }

  private static Instant idleSince(Member member) {
    return member.state() instanceof Idle idle ? idle.since() : Instant.MAX;
  }
}
