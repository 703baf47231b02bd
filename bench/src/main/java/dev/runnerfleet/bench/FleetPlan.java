package dev.runnerfleet.bench;

import java.time.Duration;

/**
 * How a fleet is put to trouble: waves of jobs, and in each of them some machines go while most
 * jobs run.
 *
 * @param machines the jobs of a wave, each of which needs a machine of its own
 * @param jobs how long each lasts
 * @param waves how many there are
 * @param gap from when most of a wave's jobs run to the next wave
 * @param warned the share of a wave's machines that AWS takes two minutes after its notice
 * @param taken the share that AWS takes before any notice
 * @param killed the share that somebody terminates in the console
 * @param errors the share of calls to EC2 and GitLab that fail
 * @param look from one look at the fleet to the next
 * @param end how long the rest may take when the last wave is over
 */
record FleetPlan(
    int machines,
    Duration jobs,
    int waves,
    Duration gap,
    double warned,
    double taken,
    double killed,
    double errors,
    Duration look,
    Duration end) {

  /** Small and short enough for the ordinary build. */
  static FleetPlan small() {
    return new FleetPlan(
        12,
        Duration.ofSeconds(8),
        2,
        Duration.ofSeconds(10),
        0.15,
        0.15,
        0.15,
        0.02,
        Duration.ofSeconds(1),
        Duration.ofSeconds(120));
  }

  static FleetPlan ofMinutes() {
    return new FleetPlan(
        500,
        Duration.ofSeconds(50),
        2,
        Duration.ofSeconds(55),
        0.1,
        0.05,
        0.05,
        0.01,
        Duration.ofSeconds(3),
        Duration.ofSeconds(180));
  }

  /** All busy all the time; most of those that AWS warns of are busy to their end. */
  static FleetPlan ofAnHour() {
    return new FleetPlan(
        500,
        Duration.ofMinutes(4),
        15,
        Duration.ofMinutes(4),
        0.02,
        0.004,
        0.006,
        0.01,
        Duration.ofSeconds(5),
        Duration.ofMinutes(15));
  }

  /** While things go wrong. */
  Duration trouble() {
    return gap.multipliedBy(waves);
  }

  /** In a wave, of as many machines. */
  long of(double share) {
    return Math.max(1, Math.round(share * machines));
  }
}
