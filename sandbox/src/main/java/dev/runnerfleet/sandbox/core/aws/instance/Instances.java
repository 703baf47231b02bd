package dev.runnerfleet.sandbox.core.aws.instance;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.sandbox.core.aws.api.Ids;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.api.Tagged;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.stock.Stock;
import dev.runnerfleet.sandbox.core.aws.volume.Volumes;
import dev.runnerfleet.sandbox.core.effect.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Every instance that AWS still shows, in order of launch. */
public final class Instances implements Tagged {
  /** How long an instance is shutting down. */
  public static final Duration SHUTDOWN = Duration.ofSeconds(2);

  private final Duration bootTime;
  private final Ids ids;
  private final Stock stock;
  private final Volumes volumes;
  private final Predicate<String> busy;
  private final Odds odds;
  private final Consequences consequences = new Consequences();
  private final Agenda agenda = new Agenda();
  private final Bill bill = new Bill();
  private final Roll roll = new Roll();
  private final Set<String> mute = new HashSet<>();
  private Boot.Fate fate = (order, planned) -> planned;
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
    this.bootTime = bootTime;
    this.visibility = visibility;
    this.ids = ids;
    this.stock = stock;
    this.volumes = volumes;
    this.odds = odds;
    this.busy = busy;
  }

  /** From now on {@code decided} says how instances come up. */
  public void bootAs(Boot.Fate decided) {
    fate = decided;
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
    boot(instance, at);
    odds.untilInterruption(order.offering())
        .ifPresent(after -> agenda.plan(at.plus(after), instance.id(), Agenda.Step.TAKE_BACK));
    changed(instance, at);
    return instance;
  }

  private void boot(Instance instance, Instant at) {
    Boot boot = fate.of(instance.order(), new Boot(bootTime, Boot.Outcome.WORKS));
    var end =
        switch (boot.outcome()) {
          case WORKS -> Agenda.Step.RUN;
          case MUTE -> {
            mute.add(instance.id());
            yield Agenda.Step.RUN;
          }
          case DIES -> Agenda.Step.DIE;
        };
    agenda.plan(at.plus(boot.takes()), instance.id(), end);
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
      case RUN -> run(instance, due.at());
      case DIE -> die(instance, due.at());
      case TAKE_BACK -> takeBack(instance, odds.lead(), due.at());
      case WARN -> warn(instance, due.at());
      case RECLAIM -> reclaim(instance, due.at());
      case TERMINATE -> {
        var terminated = instance.terminated();
        roll.put(terminated);
        volumes.release(instance.id());
        changed(terminated, due.at());
        agenda.plan(due.at().plus(visibility.afterEnd()), instance.id(), Agenda.Step.FORGET);
      }
      case FORGET -> roll.remove(instance);
    }
  }

  private void run(Instance instance, Instant at) {
    if (instance.state() == InstanceState.PENDING) {
      var running = instance.running(at);
      roll.put(running);
      if (!mute.remove(instance.id())) {
        consequences.add(new InstanceRunning(running));
      }
      changed(running, at);
    }
  }

  private void die(Instance instance, Instant at) {
    if (instance.state() == InstanceState.PENDING) {
      end(instance, new Ending(at, EndCause.FAILED_BOOT));
    }
  }

  private void changed(Instance instance, Instant at) {
    consequences.add(new InstanceStateChanged(instance.id(), instance.state(), at));
  }

  /**
   * AWS begins to take an instance back: it recommends to rebalance now, warns after {@code lead},
   * and ends the instance two minutes later.
   *
   * @throws Refusal if it does not exist, is ending, or is no spot instance
   */
  public void interrupt(String instanceId, Duration lead, Instant at) {
    takeBack(reclaimable(instanceId), lead, at);
    advance(at);
  }

  /**
   * AWS recommends to replace a spot instance, and leaves it at that.
   *
   * @throws Refusal if it does not exist, is ending, or is no spot instance
   */
  public void recommend(String instanceId, Instant at) {
    recommend(reclaimable(instanceId), at);
  }

  private Instance reclaimable(String instanceId) {
    Instance instance = require(List.of(instanceId)).getFirst();
    if (instance.offering().market() != Market.SPOT || instance.state().isEnding()) {
      throw new Refusal(
          "IncorrectInstanceState", "Only a spot instance that is not ending can be interrupted.");
    }
    return instance;
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

  private void takeBack(Instance instance, Duration lead, Instant at) {
    var interruption = instance.interruption();
    if (interruption == null || interruption.warnedAt() == null) {
      recommend(instance, at);
      agenda.plan(at.plus(lead), instance.id(), Agenda.Step.WARN);
    }
  }

  private void recommend(Instance instance, Instant at) {
    if (!instance.state().isEnding() && instance.interruption() == null) {
      var recommended = instance.interrupted(new Interruption(at, null));
      roll.put(recommended);
      consequences.add(new RebalanceRecommended(recommended, at));
    }
  }

  private void warn(Instance instance, Instant at) {
    var interruption = instance.interruption();
    if (interruption != null && interruption.warnedAt() == null && !instance.state().isEnding()) {
      var warned = instance.interrupted(interruption.warned(at));
      roll.put(warned);
      consequences.add(new InterruptionWarned(warned, at));
      agenda.plan(at.plus(Interruption.WARNING), instance.id(), Agenda.Step.RECLAIM);
    }
  }

  private void reclaim(Instance instance, Instant at) {
    if (!instance.state().isEnding()) {
      end(instance, new Ending(at, EndCause.SPOT));
    }
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
        end(instance, new Ending(at, cause));
      }
      var current = instance.state().isEnding() ? instance.state() : InstanceState.SHUTTING_DOWN;
      changes.add(new StateChange(instance.id(), instance.state(), current));
    }
    return changes;
  }

  private void end(Instance instance, Ending ending) {
    if (busy.test(instance.systemId())) {
      consequences.countBusy(ending.cause());
    }
    bill.settle(instance, ending.at());
    stock.giveBack(instance.offering(), instance.subnet(), instance.privateIp());
    var ended = instance.shuttingDown(ending);
    roll.put(ended);
    mute.remove(instance.id());
    agenda.plan(ending.at().plus(SHUTDOWN), instance.id(), Agenda.Step.TERMINATE);
    consequences.add(new InstanceEnded(instance.id()));
    changed(ended, ending.at());
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

  /** How many there are in each state. */
  public Map<InstanceState, Long> counts() {
    var counts = new TreeMap<InstanceState, Long>();
    for (InstanceState state : InstanceState.values()) {
      counts.put(state, 0L);
    }
    roll.all().forEach(instance -> counts.merge(instance.state(), 1L, Long::sum));
    return counts;
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
