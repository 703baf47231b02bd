package dev.runnerfleet.scaler.core;

import dev.runnerfleet.scaler.core.budget.Spending;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.queue.Queue;
import java.time.Instant;

/**
 * Decides how many machines a pool has.
 *
 * <p>Demand is the jobs queued for the pool and those that run on its serving runners; supply is
 * the slots of runners requested, booting, idle and busy. What demand and the warm buffer lack is
 * launched within the limits and budgets; what they do not need is recalled or, once idle for long
 * enough, retired. Machines are not tied to jobs: one that boots for a job that is gone serves the
 * next that its pool takes. A job that comes and finds no slot ready gets a machine all the same:
 * never more than one, and only with the decision that its coming leads to.
 */
public final class ScalingPolicy {

  private ScalingPolicy() {}

  /**
   * Decides about one pool.
   *
   * @param spending the pool's; nothing where neither it nor the fleet has a budget
   * @param whole all pools together; {@link WholeFleet#UNLIMITED} where nothing limits them so
   */
  public static Decision decide(
      Queue queue, Fleet fleet, Pool pool, Spending spending, WholeFleet whole, Instant now) {
    Situation situation = Situation.of(queue, fleet, pool, spending, whole, now);
    Limits limits = new Limits(situation);
    Departures departures = Departures.of(situation, limits);
    Launches launches = Launches.of(situation, departures, limits);
    if (launches.limited() || whole.pressed()) {
      departures.makeRoom();
    }
    return new Decision(
        situation.inputs(),
        launches.launches(),
        departures.retirements(),
        departures.recalls(),
        launches.holds());
  }
}
