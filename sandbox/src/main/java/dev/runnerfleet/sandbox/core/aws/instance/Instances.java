package dev.runnerfleet.sandbox.core.aws.instance;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.sandbox.core.aws.api.Ids;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.api.Tags;
import dev.runnerfleet.sandbox.core.aws.catalogue.Addresses;
import dev.runnerfleet.sandbox.core.aws.catalogue.Capacity;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.effect.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Every instance that AWS still shows, in order of launch. */
public final class Instances {
  /** How long an instance is shutting down. */
  public static final Duration SHUTDOWN = Duration.ofSeconds(2);

  /** How long a terminated instance can still be described. */
  public static final Duration VISIBLE_AFTER_END = Duration.ofHours(1);

  private final Duration bootTime;
  private final Ids ids;
  private final Capacity capacity;
  private final Addresses addresses;
  private final Predicate<String> busy;
  private final Consequences consequences = new Consequences();
  private final Agenda agenda = new Agenda();
  private final Bill bill = new Bill();
  private final TreeMap<Long, Instance> bySequence = new TreeMap<>();
  private final Map<String, Long> sequences = new HashMap<>();
  private final Set<String> mute = new HashSet<>();
  private Boot.Fate fate = (order, planned) -> planned;
  private long launched;

  /**
   * None at first.
   *
   * @param busy whether a job runs on the machine with this system id, which only the sandbox's own
   *     books want to know
   */
  public Instances(
      Duration bootTime, Ids ids, Capacity capacity, Addresses addresses, Predicate<String> busy) {
    this.bootTime = bootTime;
    this.ids = ids;
    this.capacity = capacity;
    this.addresses = addresses;
    this.busy = busy;
  }

  /** From now on {@code decided} says how instances come up. */
  public void bootAs(Boot.Fate decided) {
    fate = decided;
  }

  /** Brings an instance into being, pending. */
  public Instance launch(LaunchOrder order, String reservationId, Usd price, Instant now) {
    capacity.take(order.offering());
    var instance =
        new Instance(
            ++launched,
            ids.mint("i"),
            reservationId,
            order,
            addresses.take(order.subnet()),
            price,
            order.tags(),
            InstanceState.PENDING,
            now,
            null,
            null,
            null);
    bySequence.put(instance.sequence(), instance);
    sequences.put(instance.id(), instance.sequence());
    boot(instance, now);
    changed(instance, now);
    return instance;
  }

  private void boot(Instance instance, Instant now) {
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
    agenda.plan(now.plus(boot.takes()), instance.id(), end);
  }

  /** Lets happen what is due. */
  public void advance(Instant now) {
    for (var due = agenda.next(now); due != null; due = agenda.next(now)) {
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
      case RECOMMEND -> recommend(instance, due.at());
      case WARN -> warn(instance, due.at());
      case RECLAIM -> reclaim(instance, due.at());
      case TERMINATE -> {
        replace(instance.terminated());
        changed(instance.terminated(), due.at());
        agenda.plan(due.at().plus(VISIBLE_AFTER_END), instance.id(), Agenda.Step.FORGET);
      }
      case FORGET -> {
        bySequence.remove(instance.sequence());
        sequences.remove(instance.id());
      }
    }
  }

  private void run(Instance instance, Instant at) {
    if (instance.state() == InstanceState.PENDING) {
      var running = instance.running(at);
      replace(running);
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
  public void interrupt(String instanceId, Duration lead, Instant now) {
    Instance instance = reclaimable(instanceId);
    if (instance.interruption() == null || instance.interruption().warnedAt() == null) {
      recommend(instance, now);
      agenda.plan(now.plus(lead), instanceId, Agenda.Step.WARN);
      advance(now);
    }
  }

  /**
   * AWS recommends to replace a spot instance, and leaves it at that.
   *
   * @throws Refusal if it does not exist, is ending, or is no spot instance
   */
  public void recommend(String instanceId, Instant now) {
    recommend(reclaimable(instanceId), now);
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
  public void scheduleRetirement(String instanceId, Duration ahead, Instant now) {
    Instance instance = require(List.of(instanceId)).getFirst();
    consequences.add(new RetirementScheduled(instance, now, now.plus(ahead)));
  }

  private void recommend(Instance instance, Instant at) {
    if (!instance.state().isEnding() && instance.interruption() == null) {
      var recommended = instance.interrupted(new Interruption(at, null));
      replace(recommended);
      consequences.add(new RebalanceRecommended(recommended, at));
    }
  }

  private void warn(Instance instance, Instant at) {
    var interruption = instance.interruption();
    if (interruption != null && interruption.warnedAt() == null && !instance.state().isEnding()) {
      var warned = instance.interrupted(interruption.warned(at));
      replace(warned);
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
  public List<StateChange> end(List<String> instanceIds, EndCause cause, Instant now) {
    var changes = new ArrayList<StateChange>();
    for (Instance instance : require(instanceIds)) {
      if (!instance.state().isEnding()) {
        end(instance, new Ending(now, cause));
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
    capacity.giveBack(instance.offering());
    addresses.giveBack(instance.subnet(), instance.privateIp());
    var ended = instance.shuttingDown(ending);
    replace(ended);
    mute.remove(instance.id());
    agenda.plan(ending.at().plus(SHUTDOWN), instance.id(), Agenda.Step.TERMINATE);
    consequences.add(new InstanceEnded(instance.id()));
    changed(ended, ending.at());
  }

  public void tag(String instanceId, Map<String, String> tags) {
    Instance instance = require(List.of(instanceId)).getFirst();
    replace(instance.tagged(Tags.merge(instance.tags(), tags)));
  }

  private void replace(Instance instance) {
    bySequence.put(instance.sequence(), instance);
  }

  public Optional<Instance> find(String instanceId) {
    Long sequence = sequences.get(instanceId);
    return sequence == null ? Optional.empty() : Optional.ofNullable(bySequence.get(sequence));
  }

  /** The instances with these ids, each once, in the order asked for; all of them must exist. */
  public List<Instance> require(List<String> instanceIds) {
    var found = new ArrayList<Instance>();
    var missing = new ArrayList<String>();
    for (String id : new LinkedHashSet<>(instanceIds)) {
      InstanceIds.checkForm(id);
      find(id).ifPresentOrElse(found::add, () -> missing.add(id));
    }
    if (!missing.isEmpty()) {
      throw InstanceIds.notFound(missing);
    }
    return found;
  }

  /**
   * A page in order of launch.
   *
   * @param after the sequence that the page before ended with, or zero
   */
  public List<Instance> list(Predicate<Instance> wanted, long after, int limit) {
    return bySequence.tailMap(after, false).values().stream().filter(wanted).limit(limit).toList();
  }

  /** How many there are in each state. */
  public Map<InstanceState, Long> counts() {
    var counts = new TreeMap<InstanceState, Long>();
    for (InstanceState state : InstanceState.values()) {
      counts.put(state, 0L);
    }
    bySequence.values().forEach(instance -> counts.merge(instance.state(), 1L, Long::sum));
    return counts;
  }

  public Map<Market, Usd> spent(Instant now) {
    var running = list(i -> i.state() == InstanceState.RUNNING, 0, Integer.MAX_VALUE);
    return bill.spent(running, now);
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
