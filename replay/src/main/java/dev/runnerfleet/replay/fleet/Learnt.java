package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.FleetReply;
import dev.runnerfleet.provisioner.core.launch.Plan;
import dev.runnerfleet.provisioner.core.launch.Verdict;
import dev.runnerfleet.provisioner.core.offering.Mark;
import dev.runnerfleet.provisioner.core.offering.Marks;
import dev.runnerfleet.provisioner.core.offering.SpotBreaker;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What AWS's answers have taught: what to leave alone, and whether to trust spot. */
final class Learnt {

  /** As the provisioner's settings come. */
  static final SpotBreaker.Setting BREAKER =
      new SpotBreaker.Setting(5, Duration.ofMinutes(10), Duration.ofMinutes(10));

  private final Map<PoolName, SpotBreaker> breakers = new HashMap<>();
  private final Map<String, Mark> marks = new LinkedHashMap<>();

  Marks marks(Instant now) {
    marks
        .values()
        .removeIf(mark -> mark.closure().until().plus(Mark.FORGOTTEN_AFTER).isBefore(now));
    return new Marks(List.copyOf(marks.values()));
  }

  SpotBreaker breaker(PoolName pool) {
    return breakers.getOrDefault(pool, SpotBreaker.CLOSED);
  }

  /** AWS took a machine of the pool back. */
  void interrupted(PoolName pool, String instance, Instant now) {
    SpotBreaker.Trouble trouble = new SpotBreaker.Trouble(instance, now);
    breakers.put(pool, breaker(pool).after(trouble, BREAKER, now));
  }

  /** What a plan puts under probe and on trial. */
  void keep(Plan plan) {
    plan.probed().forEach(mark -> marks.put(mark.closure().key(), mark));
    breakers.putAll(plan.trials());
  }

  /**
   * What a call's outcome says.
   *
   * @param number of the call, among all
   */
  void keep(Plan.Call call, Verdict.Settled settled, String region, long number, Instant now) {
    Offering.Market market = call.buy().market();
    List<Offering> gave =
        settled.launched().values().stream().map(FleetReply.Machine::offering).distinct().toList();
    Marks.Change change =
        new Marks(List.copyOf(marks.values()))
            .answered(call.buy().places(), gave, settled.closures(), region, market, now);
    change.kept().forEach(mark -> marks.put(mark.closure().key(), mark));
    change.forgotten().forEach(mark -> marks.remove(mark.closure().key()));
    settled.closures().forEach(closure -> marks.put(closure.key(), Mark.of(closure)));
    if (market == Offering.Market.SPOT) {
      spot(call.pool(), settled, number, now);
    }
  }

  private void spot(PoolName pool, Verdict.Settled settled, long number, Instant now) {
    if (!settled.launched().isEmpty()) {
      breakers.put(pool, breaker(pool).afterLaunch(BREAKER, now));
    } else if (!settled.closures().isEmpty()) {
      SpotBreaker.Trouble trouble = new SpotBreaker.Trouble("refused " + number, now);
      breakers.put(pool, breaker(pool).afterRefusal(trouble, BREAKER, now));
    }
  }
}
