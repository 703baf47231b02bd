package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.scaler.core.Decision.Retirement;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Idle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which idle runners go; and, of a deleted pool, those that boot. A queued job's need keeps as many
 * idle runners as it could start on, whether or not others boot for it; one past its last job is
 * none of these. Among those that may go the longest idle go first: each then leaves about its
 * pool's idle time after its last job, which is what the operator asked for.
 */
final class Retirements {

  private final Situation situation;
  private final List<Member> longestIdleFirst;
  private final List<Retirement> retirements = new ArrayList<>();
  private final Set<RunnerId> chosen = new HashSet<>();

  private Retirements(Situation situation) {
    this.situation = situation;
    this.longestIdleFirst =
        situation.fleet().idle().stream()
            .sorted(
                Comparator.comparing(Retirements::idleSince)
                    .thenComparing(member -> member.runner().id().value()))
            .toList();
  }

  static Retirements of(Situation situation) {
    Retirements result = new Retirements(situation);
    result.choose();
    return result;
  }

  List<Retirement> retirements() {
    return retirements;
  }

  int count() {
    return retirements.size();
  }

  private void choose() {
    if (situation.closed()) {
      boolean off = !situation.pool().paused() && !situation.pool().closed();
      retire(
          Integer.MAX_VALUE,
          off ? RetirementReason.LIMIT_LOWERED : RetirementReason.POOL_CLOSED,
          member -> true);
      if (situation.pool().closed()) {
        situation
            .fleet()
            .booting()
            .forEach(member -> add(member.runner().id(), RetirementReason.POOL_CLOSED));
      }
      return;
    }
    // The limit goes before the queue: what is queued past it is held by it anyway.
    int orders = situation.fleet().requested().size();
    retire(situation.overLimit() - orders, RetirementReason.LIMIT_LOWERED, member -> true);
    // A runner past its last job is none that a queued job could use: whoever says one job a
    // machine wants the next job on a fresh one.
    retire(Integer.MAX_VALUE, RetirementReason.MAX_JOBS, this::isWornByJobs);
    retire(spare(0), RetirementReason.MAX_LIFETIME, this::isTooOld);
    retire(spare(situation.buffer()), RetirementReason.IDLE, this::isIdleForLong);
  }

  private void retire(int most, RetirementReason reason, Predicate<Member> which) {
    longestIdleFirst.stream()
        .filter(member -> !chosen.contains(member.runner().id()))
        .filter(which)
        .limit(Math.max(0, most))
        .forEach(member -> add(member.runner().id(), reason));
  }

  private void add(RunnerId runner, RetirementReason reason) {
    chosen.add(runner);
    retirements.add(new Retirement(runner, reason));
  }

  /** How many more idle runners may go so that queued jobs and so many slots more stay served. */
  private int spare(int buffer) {
    int ready = situation.readyFree() - retirements.size() * situation.slots();
    return Math.max(0, ready - situation.queued() - buffer) / situation.slots();
  }

  private boolean isWornByJobs(Member member) {
    int most = situation.capacity().maxJobsPerRunner();
    return most > 0 && member.work().taken() >= most;
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
