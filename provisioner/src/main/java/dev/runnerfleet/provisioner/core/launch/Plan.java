package dev.runnerfleet.provisioner.core.launch;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.pace.core.TokenBucket;
import dev.runnerfleet.provisioner.core.launch.Situation.Source;
import dev.runnerfleet.provisioner.core.offering.Choice;
import dev.runnerfleet.provisioner.core.offering.Mark;
import dev.runnerfleet.provisioner.core.offering.Marks;
import dev.runnerfleet.provisioner.core.offering.SpotBreaker;
import dev.runnerfleet.provisioner.core.offering.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which calls go out now: as many as there are tokens for, the most urgent orders first.
 *
 * @param failures what cannot be had anywhere
 * @param calls the bucket after these calls
 * @param machines the bucket of launched machines after these calls
 * @param probed marks under probe by these calls
 * @param trials breakers with a trial among these calls
 * @param again when to come back because something waits for a token
 */
public record Plan(
    List<Call> planned,
    List<Failure> failures,
    TokenBucket calls,
    TokenBucket machines,
    List<Mark> probed,
    Map<PoolName, SpotBreaker> trials,
    Optional<Instant> again) {

  /** One call, and whom it is for. */
  public record Call(PoolName pool, int poolRevision, Choice.Buy buy, List<LaunchOrder> orders) {
    public Call {
      orders = List.copyOf(orders);
    }
  }

  /** A runner that will have no machine. */
  public record Failure(RunnerId runner, LaunchFailed.Reason reason, String detail) {}

  public static Plan of(Situation situation) {
    return new Drawing(situation).draw();
  }

  private static final class Drawing {

    private final Situation situation;
    private final Instant now;
    private final List<Call> planned = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private final Map<String, Mark> probed = new HashMap<>();
    private final Map<PoolName, SpotBreaker> trials = new HashMap<>();
    private final Map<PoolName, Integer> onDemandMissing = new HashMap<>();
    private TokenBucket calls;
    private TokenBucket machines;
    private Marks marks;
    private Optional<Instant> again = Optional.empty();

    Drawing(Situation situation) {
      this.situation = situation;
      this.now = situation.now();
      this.calls = situation.calls().filled(now);
      this.machines = situation.machines().filled(now);
      this.marks = situation.marks();
      situation
          .pools()
          .forEach(
              (name, pool) ->
                  onDemandMissing.put(
                      name, Math.max(0, pool.market().onDemandBase() - pool.onDemand())));
    }

    Plan draw() {
      List<LaunchOrder> urgent = situation.orders().stream().sorted(Gathered.URGENCY).toList();
      int most = Math.min(urgent.size(), machines.whole());
      if (most < urgent.size()) {
        comeBackAt(machines.nextTokenAt());
      }
      for (Gathered gathered : Gathered.from(urgent.subList(0, most), Gathered.MOST_PER_CALL)) {
        serve(gathered);
      }
      return new Plan(
          List.copyOf(planned),
          List.copyOf(failures),
          calls,
          machines,
          List.copyOf(probed.values()),
          Map.copyOf(trials),
          again);
    }

    private void serve(Gathered gathered) {
      Source pool = situation.pools().get(gathered.pool());
      if (pool == null) {
        throw new IllegalArgumentException("Orders for a pool that is not known");
      }
      List<LaunchOrder> left = new ArrayList<>(gathered.orders());
      while (!left.isEmpty()) {
        switch (Choice.of(wish(gathered, pool, left.size()), marks, now)) {
          case Choice.Nothing(LaunchFailed.Reason reason, String detail) -> {
            left.forEach(order -> failures.add(new Failure(order.runner(), reason, detail)));
            return;
          }
          case Choice.Wait() -> {
            return;
          }
          case Choice.Buy buy -> {
            Optional<TokenBucket> after = calls.take(now);
            if (after.isEmpty()) {
              comeBackAt(calls.nextTokenAt());
              return;
            }
            calls = after.get();
            call(gathered, pool, buy, left);
          }
        }
      }
    }

    private Wish wish(Gathered gathered, Source pool, int size) {
      return new Wish(
          pool.market(),
          gathered.market(),
          pool.region(),
          pool.places(),
          size,
          onDemandMissing.getOrDefault(gathered.pool(), 0),
          trials.getOrDefault(gathered.pool(), pool.spot()).mode(situation.breaker(), now));
    }

    private void call(Gathered gathered, Source pool, Choice.Buy buy, List<LaunchOrder> left) {
      // What may well come to nothing is tried with the least urgent.
      boolean risky = buy.onProbation() || buy.onTrial();
      List<LaunchOrder> served =
          risky ? left.subList(left.size() - buy.size(), left.size()) : left.subList(0, buy.size());
      planned.add(new Call(gathered.pool(), gathered.poolRevision(), buy, served));
      served.clear();
      machines = machines.takeUpTo(buy.size(), now);
      if (buy.market() == Offering.Market.ON_DEMAND) {
        onDemandMissing.merge(
            gathered.pool(), -buy.size(), (missing, taken) -> Math.max(0, missing + taken));
      }
      if (buy.onTrial()) {
        trials.put(gathered.pool(), pool.spot().trying(now.plus(situation.lease())));
      }
      List<Mark> probes = marks.probes(buy.places(), pool.region(), buy.market(), now);
      marks = marks.probing(buy.places(), pool.region(), buy.market(), now, situation.lease());
      probes.forEach(
          mark -> probed.put(mark.closure().key(), mark.probed(now.plus(situation.lease()))));
    }

    private void comeBackAt(Instant when) {
      if (again.isEmpty() || when.isBefore(again.get())) {
        again = Optional.of(when);
      }
    }
  }
}
