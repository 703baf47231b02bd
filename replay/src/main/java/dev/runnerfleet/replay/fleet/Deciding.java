package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.launch.RecallRunner;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.retire.DrainRunner;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.retire.TerminateRunner;
import dev.runnerfleet.replay.time.Timeline;
import dev.runnerfleet.scaler.core.ScalingPolicy;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.decision.Decision.Launch;
import dev.runnerfleet.scaler.core.decision.Decision.Recall;
import dev.runnerfleet.scaler.core.decision.Decision.Retirement;
import dev.runnerfleet.scaler.core.decision.HoldReason;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Booting;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Idle;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Requested;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Standing;
import dev.runnerfleet.scaler.core.queue.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Asks the policy about one pool at a time, and carries out what it says. */
final class Deciding {

  /** What holds machines back until something happens, however long that takes. */
  private static final Set<HoldReason> TIMELESS =
      EnumSet.of(HoldReason.WAITING_FOR_BOOT, HoldReason.AT_MAX_RUNNERS, HoldReason.AT_MAX_GROWTH);

  private final Timeline timeline;
  private final Desks desks;
  private final Commands commands;
  private final BiConsumer<Runner, Desk> ordered;
  private final Variation variation;
  private final IntSupplier endSoon;
  private long decisions;
  private long runners;

  /**
   * Deciding.
   *
   * @param ordered is told of each machine that is ordered
   * @param endSoon how many running jobs end within a minute
   */
  Deciding(
      Timeline timeline,
      Desks desks,
      Commands commands,
      BiConsumer<Runner, Desk> ordered,
      Variation variation,
      IntSupplier endSoon) {
    this.timeline = timeline;
    this.desks = desks;
    this.commands = commands;
    this.variation = variation;
    this.endSoon = endSoon;
    this.ordered = ordered;
  }

  /**
   * Whether a round may come to anything: nothing does where only time has passed since the last
   * decision, unless a machine has come of age, or the pool goes by schedules, money or a back-off.
   */
  boolean mayAct(Desk desk) {
    PoolSpec spec = desk.pool().spec();
    return desk.hasChanged()
        || !TIMELESS.containsAll(desk.held())
        || !spec.schedules().isEmpty()
        || !spec.budget().equals(Budget.NONE)
        || desks.limited()
        || desk.fleet().members().stream().anyMatch(member -> isOfAge(member, spec.capacity()));
  }

  private boolean isOfAge(Member member, Capacity capacity) {
    return member.state() instanceof Idle idle
        && (timeline.now().isAfter(idle.since().plus(capacity.idleTime()))
            || isOld(member.runner().launchedAt(), capacity.maxLifetime()));
  }

  private boolean isOld(@Nullable Instant launchedAt, Duration most) {
    return launchedAt != null && !most.isZero() && !timeline.now().isBefore(launchedAt.plus(most));
  }

  void decide(Desk desk) {
    decide(desk, List.of());
  }

  /** Decides where jobs came: those that were not there when it was last decided. */
  void decide(Desk desk, List<Job> arrived) {
    Instant now = timeline.now();
    Decision decision =
        ScalingPolicy.decide(
            variation.queue(desk, arrived, endSoon.getAsInt()),
            desk.fleet(),
            desk.pool(),
            desks.spending(desk, now),
            desks.whole(now),
            now);
    desk.decided(decision);
    if (decision.acts()) {
      carryOut(desk, decision, new DecisionId("d" + ++decisions), now);
    }
    for (Member member : variation.recalled(desk)) {
      DecisionId id = new DecisionId("d" + ++decisions);
      retire(
          desk,
          member,
          new Retirement(member.runner().id(), RetirementReason.LIMIT_LOWERED),
          id,
          now);
    }
  }

  private void carryOut(Desk desk, Decision decision, DecisionId id, Instant now) {
    List<Runnable> orders = new ArrayList<>();
    for (Launch launch : decision.launches()) {
      for (int i = 0; i < launch.count(); i++) {
        orders.add(() -> order(desk, launch, id, now));
      }
    }
    for (Retirement retirement : decision.retirements()) {
      Member member = desk.member(retirement.runner());
      if (member != null) {
        retire(desk, member, retirement, id, now);
      }
    }
    for (Recall recall : decision.recalls()) {
      Member member = desk.member(recall.runner());
      if (member != null && member.state() instanceof Requested requested) {
        desk.put(member.runner().in(requested.recall()), member.work());
        commands.launch(
            new RecallRunner(
                recall.runner(), desk.name(), desk.pool().spec().throttleDomain(), id, now));
      }
    }
    orders.forEach(Runnable::run);
  }

  private void order(Desk desk, Launch launch, DecisionId decision, Instant now) {
    RunnerId id = new RunnerId("r%09d".formatted(++runners));
    int revision = desk.pool().spec().revision();
    ordered.accept(Runner.requested(id, desk.name(), revision, launch.market(), now), desk);
    commands.launch(
        new LaunchRunner(
            id,
            desk.name(),
            desk.pool().spec().throttleDomain(),
            revision,
            launch.purpose(),
            launch.market(),
            decision,
            now));
  }

  private void retire(
      Desk desk, Member member, Retirement retirement, DecisionId decision, Instant now) {
    Runner runner = member.runner();
    if (runner.state() instanceof Booting booting) {
      desk.put(runner.in(booting.terminating(retirement.reason(), now)), member.work());
      commands.retire(
          new TerminateRunner(runner.id(), desk.name(), retirement.reason(), decision, now));
    } else if (runner.state() instanceof Standing standing) {
      desk.put(runner.in(standing.draining(retirement.reason(), now)), member.work());
      commands.retire(
          new DrainRunner(runner.id(), desk.name(), retirement.reason(), decision, now));
    }
  }
}
