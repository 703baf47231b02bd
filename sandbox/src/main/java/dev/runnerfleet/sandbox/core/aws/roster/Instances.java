package dev.runnerfleet.sandbox.core.aws.roster;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.sandbox.core.aws.api.Ids;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.api.Tagged;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.instance.EndCause;
import dev.runnerfleet.sandbox.core.aws.instance.Ending;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.aws.instance.InstanceState;
import dev.runnerfleet.sandbox.core.aws.instance.LaunchOrder;
import dev.runnerfleet.sandbox.core.aws.instance.StateChange;
import dev.runnerfleet.sandbox.core.aws.notice.RetirementScheduled;
import dev.runnerfleet.sandbox.core.aws.stock.Stock;
import dev.runnerfleet.sandbox.core.aws.volume.Volumes;
import dev.runnerfleet.sandbox.core.effect.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Every instance that AWS still shows, in order of launch. */
public final class Instances implements Tagged {
  private final Ids ids;
  private final Stock stock;
  private final Volumes volumes;
  private final Odds odds;
  private final Consequences consequences = new Consequences();
  private final Agenda agenda = new Agenda();
  private final Bill bill = new Bill();
  private final Roll roll = new Roll();
  private final Booting booting;
  private final Endings endings;
  private final Reclamation reclamation = new Reclamation(roll, agenda, consequences);
  private Visibility visibility;
  private Instant now = Instant.EPOCH;
  private long launched;

  /**
   * None at first.
   *
   * @param busy whether a job runs on the machine with this system id, which only the sandbox's own
   *     books want to know
   */
  public Instances(
      Duration bootTime,
      Visibility visibility,
      Ids ids,
      Stock stock,
      Volumes volumes,
      Odds odds,
      Predicate<String> busy) {
    this.visibility = visibility;
    this.ids = ids;
    this.stock = stock;
    this.volumes = volumes;
    this.odds = odds;
    this.booting = new Booting(bootTime, roll, agenda, consequences);
    this.endings = new Endings(busy, stock, volumes, roll, agenda, consequences, bill);
  }

  /** From now on {@code decided} says how instances come up. */
  public void bootAs(Boot.Fate decided) {
    booting.as(decided);
  }

  /** From now on the API sees instances so late and so long. */
  public void show(Visibility changed) {
    visibility = changed;
  }

  /** Brings an instance into being, pending. */
  public Instance launch(LaunchOrder order, String reservationId, Usd price, Instant at) {
    var instance =
        new Instance(
            ++launched,
            ids.mint("i"),
            reservationId,
            order,
            stock.take(order.offering(), order.subnet()),
            price,
            order.tags(),
            InstanceState.PENDING,
            at,
            null,
            null,
            null);
    roll.put(instance);
    volumes.attach(instance.id(), order.subnet().zone(), order.disks(), order.volumeTags(), at);
    booting.begin(instance, at);
    odds.untilInterruption(order.offering())
        .ifPresent(after -> agenda.plan(at.plus(after), instance.id(), Agenda.Step.TAKE_BACK));
    consequences.changed(instance, at);
    return instance;
  }

  /** Lets happen what is due. */
  public void advance(Instant to) {
    now = to;
    for (var due = agenda.next(to); due != null; due = agenda.next(to)) {
      Instance instance = find(due.instanceId()).orElse(null);
      if (instance != null) {
        take(due, instance);
      }
    }
  }

  private void take(Agenda.Due due, Instance instance) {
    switch (due.step()) {
      case RUN -> booting.run(instance, due.at());
      case DIE -> {
        if (instance.state() == InstanceState.PENDING) {
          endings.end(instance, new Ending(due.at(), EndCause.FAILED_BOOT));
        }
      }
      case TAKE_BACK -> reclamation.takeBack(instance, odds.lead(), due.at());
      case WARN -> reclamation.warn(instance, due.at());
      case RECLAIM -> {
        if (!instance.state().isEnding()) {
          endings.end(instance, new Ending(due.at(), EndCause.SPOT));
        }
      }
      case TERMINATE -> {
        endings.terminate(instance, due.at());
        agenda.plan(due.at().plus(visibility.afterEnd()), instance.id(), Agenda.Step.FORGET);
      }
      case FORGET -> roll.remove(instance);
    }
  }

  /**
   * AWS begins to take an instance back: it recommends to rebalance now, warns after {@code lead},
   * and ends the instance two minutes later.
   *
   * @throws Refusal if it does not exist, is ending, or is no spot instance
   */
  public void interrupt(String instanceId, Duration lead, Instant at) {
    reclamation.takeBack(reclaimable(instanceId), lead, at);
    advance(at);
  }

  /**
   * AWS has begun to take an instance back, and its recommendation and its warning, given {@code
   * late} ago, are only told now: less than the two minutes is left.
   *
   * @throws Refusal if it does not exist, is ending, or is no spot instance
   */
  public void interruptLate(String instanceId, Duration late, Instant at) {
    Instant warnedAt = at.minus(late);
    reclamation.recommend(reclaimable(instanceId), warnedAt);
    reclamation.warn(reclaimable(instanceId), warnedAt);
    advance(at);
  }

  /**
   * AWS recommends to replace a spot instance, and leaves it at that.
   *
   * @throws Refusal if it does not exist, is ending, or is no spot instance
   */
  public void recommend(String instanceId, Instant at) {
    reclamation.recommend(reclaimable(instanceId), at);
  }

  private Instance reclaimable(String instanceId) {
    return Reclamation.reclaimable(require(List.of(instanceId)).getFirst());
  }

  /**
   * AWS Health tells that the hardware under an instance fails; what becomes of it is up to others.
   *
   * @throws Refusal if it does not exist
   */
  public void scheduleRetirement(String instanceId, Duration ahead, Instant at) {
    Instance instance = require(List.of(instanceId)).getFirst();
    consequences.add(new RetirementScheduled(instance, at, at.plus(ahead)));
  }

  /**
   * Ends instances; those that had ended before stay as they are.
   *
   * @throws Refusal if one of them does not exist, in which case none is ended
   */
  public List<StateChange> end(List<String> instanceIds, EndCause cause, Instant at) {
    var changes = new ArrayList<StateChange>();
    for (Instance instance : require(instanceIds)) {
      if (!instance.state().isEnding()) {
        endings.end(instance, new Ending(at, cause));
      }
      var current = instance.state().isEnding() ? instance.state() : InstanceState.SHUTTING_DOWN;
      changes.add(new StateChange(instance.id(), instance.state(), current));
    }
    return changes;
  }

  public Optional<Instance> find(String instanceId) {
    return roll.find(instanceId);
  }

  /** The instances with these ids, each once, in the order asked for; all of them must exist. */
  public List<Instance> require(List<String> instanceIds) {
    return roll.require(instanceIds, instance -> true);
  }

  /** The same for the API, which does not yet see those that were launched a moment ago. */
  public List<Instance> requireShown(List<String> instanceIds) {
    return roll.require(instanceIds, this::isShown);
  }

  /** Refuses to answer again with instances of which none is left. */
  public void refuseIfEnded(List<String> instanceIds) {
    boolean left =
        instanceIds.stream()
            .anyMatch(id -> find(id).filter(i -> !i.state().isEnding()).isPresent());
    if (!left && !instanceIds.isEmpty()) {
      throw new Refusal(
          "IdempotentInstanceTerminated",
          "The instances of the request with this client token have been terminated.");
    }
  }

  private boolean isShown(Instance instance) {
    return !now.isBefore(instance.launchedAt().plus(visibility.afterLaunch()));
  }

  /**
   * A page of what the API sees, in order of launch.
   *
   * @param after the sequence that the page before ended with, or zero
   */
  public List<Instance> list(Predicate<Instance> wanted, long after, int limit) {
    return roll.list(instance -> isShown(instance) && wanted.test(instance), after, limit);
  }

  @Override
  public Collection<String> ids() {
    return list(instance -> true, 0, Integer.MAX_VALUE).stream().map(Instance::id).toList();
  }

  @Override
  public Map<String, String> tags(String id) {
    return requireShown(List.of(id)).getFirst().tags();
  }

  @Override
  public void retag(String id, Map<String, String> tags) {
    roll.put(require(List.of(id)).getFirst().tagged(tags));
  }

  /** Makes one look as if it had been launched so much earlier. */
  public void age(String id, Duration by) {
    roll.put(require(List.of(id)).getFirst().older(by));
  }

  /** How many there are in each state. */
  public Map<InstanceState, Long> counts() {
    return roll.counts();
  }

  public Map<Market, Usd> spent(Instant until) {
    var running = roll.list(i -> i.state() == InstanceState.RUNNING, 0, Integer.MAX_VALUE);
    return bill.spent(running, until);
  }

  /** How many instances were ended while a job ran on them, by cause. */
  public Map<EndCause, Long> endedBusy() {
    return consequences.endedBusy();
  }

  public List<Effect> takeEffects() {
    return consequences.take();
  }

  /** The earliest thing that is planned to happen, for who moves a world in virtual time. */
  public @Nullable Instant nextDue() {
    return agenda.nextAt();
  }
}
