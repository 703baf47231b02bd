package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.launch.LaunchCommand;
import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.launch.RecallRunner;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.pace.core.Limits;
import dev.runnerfleet.pace.core.TokenBucket;
import dev.runnerfleet.provisioner.core.Place;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.core.Refusals;
import dev.runnerfleet.provisioner.core.launch.LaunchOrder;
import dev.runnerfleet.provisioner.core.launch.Plan;
import dev.runnerfleet.provisioner.core.launch.Situation;
import dev.runnerfleet.provisioner.core.launch.Verdict;
import dev.runnerfleet.provisioner.core.launch.Verdict.Afterwards;
import dev.runnerfleet.provisioner.core.launch.Verdicts;
import dev.runnerfleet.replay.time.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The provisioner in one region: orders wait until the plan lets them go, and answers teach what
 * the next plan goes by. Its settings are the provisioner's own as they come.
 */
final class Provisioning {

  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration BACK_OFF = Duration.ofSeconds(2);

  private final Timeline timeline;
  private final Fleetcalls fleetcalls;
  private final Duration roundTrip;
  private final Consumer<RunnerEvent> tell;
  private final Map<PoolName, PoolSpec> pools = new HashMap<>();
  private final Map<PoolName, List<Place>> places = new HashMap<>();
  private final Map<RunnerId, LaunchOrder> pending = new LinkedHashMap<>();
  private final Map<RunnerId, Instant> notBefore = new HashMap<>();
  private final Learnt learnt = new Learnt();
  private TokenBucket calls;
  private TokenBucket machines;
  private @Nullable Instant alarm;
  private long called;

  Provisioning(
      Timeline timeline, Fleetcalls fleetcalls, Duration roundTrip, Consumer<RunnerEvent> tell) {
    this.timeline = timeline;
    this.fleetcalls = fleetcalls;
    this.roundTrip = roundTrip;
    this.tell = tell;
    Limits limits = new Limits(Map.of());
    calls = TokenBucket.full(limits.of(Limits.CREATE_FLEET), timeline.now());
    machines = TokenBucket.full(limits.of(Limits.LAUNCHED_INSTANCES), timeline.now());
  }

  void add(PoolSpec pool, List<Place> where) {
    pools.put(pool.name(), pool);
    places.put(pool.name(), List.copyOf(where));
  }

  void order(LaunchCommand command) {
    switch (command) {
      case LaunchRunner launch ->
          pending.put(
              launch.runner(),
              new LaunchOrder(
                  launch.runner(),
                  launch.pool(),
                  launch.poolRevision(),
                  launch.purpose(),
                  launch.market(),
                  launch.at()));
      case RecallRunner recall -> {
        LaunchOrder order = pending.remove(recall.runner());
        if (order != null) {
          fail(order, LaunchFailed.Reason.RECALLED, "");
        }
      }
    }
    gatherAt(timeline.now());
  }

  /** AWS took a machine of the pool back. */
  void interrupted(PoolName pool, String instance) {
    learnt.interrupted(pool, instance, timeline.now());
  }

  private void gatherAt(Instant when) {
    if (alarm == null || when.isBefore(alarm)) {
      alarm = when;
      timeline.at(
          when,
          () -> {
            if (when.equals(alarm)) {
              alarm = null;
              gather();
            }
          });
    }
  }

  private void gather() {
    Instant now = timeline.now();
    List<LaunchOrder> orders = new ArrayList<>();
    for (LaunchOrder order : pending.values()) {
      Instant wait = notBefore.get(order.runner());
      if (wait == null || !wait.isAfter(now)) {
        orders.add(order);
      } else {
        gatherAt(wait);
      }
    }
    if (orders.isEmpty()) {
      return;
    }
    Plan plan = Plan.of(situation(orders, now));
    calls = plan.calls();
    machines = plan.machines();
    learnt.keep(plan);
    plan.planned().forEach(this::call);
    for (Plan.Failure failure : plan.failures()) {
      LaunchOrder order = pending.remove(failure.runner());
      if (order != null) {
        fail(order, failure.reason(), failure.detail());
      }
    }
    plan.again().ifPresent(this::gatherAt);
  }

  private Situation situation(List<LaunchOrder> orders, Instant now) {
    Map<PoolName, Situation.Source> sources = new HashMap<>();
    for (LaunchOrder order : orders) {
      sources.computeIfAbsent(order.pool(), this::source);
    }
    return new Situation(
        now, calls, machines, orders, sources, learnt.marks(now), Learnt.BREAKER, LEASE);
  }

  private Situation.Source source(PoolName name) {
    PoolSpec pool = pool(name);
    return new Situation.Source(
        pool.market(),
        pool.region(),
        places.getOrDefault(name, List.of()),
        fleetcalls.onDemandMachines(name),
        learnt.breaker(name));
  }

  private PoolSpec pool(PoolName name) {
    PoolSpec pool = pools.get(name);
    if (pool == null) {
      throw new IllegalStateException("No such pool: " + name);
    }
    return pool;
  }

  private void call(Plan.Call call) {
    Instant sentAt = timeline.now();
    call.orders().forEach(order -> pending.remove(order.runner()));
    Fleetcalls.Answer answer = fleetcalls.call(pool(call.pool()), call);
    timeline.after(roundTrip, () -> settle(call, answer, sentAt, ++called));
  }

  private void settle(Plan.Call call, Fleetcalls.Answer answer, Instant sentAt, long number) {
    Instant now = timeline.now();
    Verdicts.Called judged =
        new Verdicts.Called(
            call.orders().stream().map(LaunchOrder::runner).toList(),
            call.buy().market(),
            pool(call.pool()).region(),
            call.buy().places(),
            BACK_OFF);
    Verdict verdict =
        switch (answer) {
          case Fleetcalls.Answer.Replied replied ->
              Verdicts.afterReply(judged, replied.reply(), now);
          case Fleetcalls.Answer.Refused refused ->
              Verdicts.afterRefusal(judged, refused.refusal(), now);
        };
    if (isThrottled(answer)) {
      calls = calls.refused(sentAt, now);
    }
    switch (verdict) {
      case Verdict.Settled settled -> settled(call, settled, number);
      case Verdict.SameCallLater later -> again(call.orders(), later.delay());
      case Verdict.NewToken same -> again(call.orders(), Duration.ZERO);
    }
  }

  private static boolean isThrottled(Fleetcalls.Answer answer) {
    return switch (answer) {
      case Fleetcalls.Answer.Refused refused -> refused.refusal() instanceof Refusal.Throttled;
      case Fleetcalls.Answer.Replied replied ->
          replied.reply().errors().stream()
              .map(error -> Refusals.of(error.code(), Refusals.OK))
              .anyMatch(Refusal.Throttled.class::isInstance);
    };
  }

  private void settled(Plan.Call call, Verdict.Settled settled, long number) {
    learnt.keep(call, settled, pool(call.pool()).region(), number, timeline.now());
    Map<RunnerId, LaunchOrder> orders = new LinkedHashMap<>();
    call.orders().forEach(order -> orders.put(order.runner(), order));
    settled.launched().forEach((runner, machine) -> orders.remove(runner));
    fleetcalls.launched(pool(call.pool()), call, settled).forEach(tell);
    switch (settled.afterwards()) {
      case Afterwards.Again(Duration delay) -> again(List.copyOf(orders.values()), delay);
      case Afterwards.Fail(LaunchFailed.Reason reason, String detail) ->
          orders.values().forEach(order -> fail(order, reason, detail));
    }
  }

  private void again(List<LaunchOrder> orders, Duration delay) {
    Instant when = timeline.now().plus(delay);
    for (LaunchOrder order : orders) {
      pending.put(order.runner(), order);
      notBefore.put(order.runner(), when);
    }
    if (!orders.isEmpty()) {
      gatherAt(when);
    }
  }

  private void fail(LaunchOrder order, LaunchFailed.Reason reason, String detail) {
    notBefore.remove(order.runner());
    tell.accept(
        new LaunchFailed(
            order.runner(), order.pool(), order.poolRevision(), reason, detail, timeline.now()));
  }
}
