package dev.runnerfleet.scaler.core;

import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.queue.Queue;
import dev.runnerfleet.scaler.core.schedule.CapacityInForce;
import java.time.Instant;
import java.util.List;

/**
 * Decides how many machines a pool has.
 *
 * <p>Demand is the jobs queued for the pool and those that run on its serving runners; supply is
 * the slots of runners requested, booting, idle and busy. What demand and the warm buffer lack is
 * launched within the limits; what they do not need is recalled or, once idle for long enough,
 * retired.
 */
public final class ScalingPolicy {

  private ScalingPolicy() {}

  public static Decision decide(Queue queue, Fleet fleet, Pool pool, Instant now) {
    Situation situation =
        new Situation(queue, fleet, pool, CapacityInForce.of(pool.spec(), now), now);
    Retirements retirements = Retirements.of(situation);
    List<Decision.Recall> recalls = Recalls.of(situation, retirements.count());
    Launches launches = Launches.of(situation, retirements.count(), recalls.size());
    return new Decision(
        situation.inputs(),
        launches.launches(),
        retirements.retirements(),
        recalls,
        launches.holds());
  }
}
