package dev.runnerfleet.scaler.core.schedule;

import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.pool.Schedule;
import java.time.Instant;
import java.time.ZonedDateTime;

/** A pool's capacity as its schedules have it at an instant. */
public final class CapacityInForce {

  private CapacityInForce() {}

  /** The pool's own capacity, with what the last matching schedule says instead. */
  public static Capacity of(PoolSpec pool, Instant now) {
    return pool.schedules().reversed().stream()
        .filter(schedule -> matches(schedule, now))
        .findFirst()
        .map(schedule -> with(pool.capacity(), schedule))
        .orElse(pool.capacity());
  }

  private static boolean matches(Schedule schedule, Instant now) {
    ZonedDateTime local = now.atZone(schedule.timezone());
    return schedule.periods().stream().anyMatch(period -> CronPeriod.parse(period).includes(local));
  }

  private static Capacity with(Capacity base, Schedule schedule) {
    return new Capacity(
        base.slotsPerRunner(),
        schedule.maxRunners() == null ? base.maxRunners() : schedule.maxRunners(),
        schedule.idle() == null ? base.idle() : schedule.idle(),
        schedule.idleTime() == null ? base.idleTime() : schedule.idleTime(),
        base.maxJobsPerRunner(),
        base.maxGrowth(),
        base.maxLifetime(),
        schedule.idleScaleFactor() == null ? base.idleScaleFactor() : schedule.idleScaleFactor(),
        schedule.idleMax() == null ? base.idleMax() : schedule.idleMax(),
        base.driftShare());
  }
}
