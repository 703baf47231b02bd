package dev.runnerfleet.contracts.pool;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.WhenAbsent;
import java.time.Duration;

/**
 * How many machines a pool has. Its warm buffer, in slots that no job uses, is {@code idle} or,
 * where there is a factor, {@code ceil(idleScaleFactor × slots in use)} held between {@code idle}
 * and {@code idleMax}.
 *
 * @param slotsPerRunner how many jobs one machine runs at a time
 * @param maxRunners machines in every state from requested to terminating; 0 switches the pool off
 * @param idle the warm buffer, in slots; its least where it goes by a factor
 * @param idleTime how long a machine beyond the buffer may idle
 * @param maxJobsPerRunner after how many jobs a machine goes; 0 for never
 * @param maxGrowth how many machines may be on their way at a time; 0 for no limit
 * @param maxLifetime after what age an idle machine goes; zero for never
 * @param idleScaleFactor idle slots per slot in use; 0 for a buffer of {@code idle} alone
 * @param idleMax the warm buffer's most, in slots, where it goes by the factor; 0 for no bound
 * @param driftShare what share of the pool's runners, at least one, may be under replacement at a
 *     time because they are of an older revision or image; 0: they are left alone
 */
public record Capacity(
    int slotsPerRunner,
    int maxRunners,
    int idle,
    Duration idleTime,
    int maxJobsPerRunner,
    int maxGrowth,
    Duration maxLifetime,
    @WhenAbsent("0") double idleScaleFactor,
    @WhenAbsent("0") int idleMax,
    @WhenAbsent("0.1") double driftShare) {

  /** The drift share of a pool that says nothing of it. */
  public static final double DRIFT_SHARE = 0.1;

  public Capacity {
    atLeast("capacity.slots-per-runner", slotsPerRunner, 1);
    atLeast("capacity.max-runners", maxRunners, 0);
    atLeast("capacity.idle", idle, 0);
    atLeast("capacity.max-jobs-per-runner", maxJobsPerRunner, 0);
    atLeast("capacity.max-growth", maxGrowth, 0);
    atLeast("capacity.idle-max", idleMax, 0);
    notNegative("capacity.idle-time", idleTime);
    notNegative("capacity.max-lifetime", maxLifetime);
    if (!(idleScaleFactor >= 0) || Double.isInfinite(idleScaleFactor)) {
      throw new InvalidValueException(
          "capacity.idle-scale-factor", idleScaleFactor, "a number of zero or more");
    }
    if (!(driftShare >= 0 && driftShare <= 1)) {
      throw new InvalidValueException("capacity.drift-share", driftShare, "a number from 0 to 1");
    }
  }

  /** With a buffer of {@code idle} alone and the usual drift share. */
  public Capacity(
      int slotsPerRunner,
      int maxRunners,
      int idle,
      Duration idleTime,
      int maxJobsPerRunner,
      int maxGrowth,
      Duration maxLifetime) {
    this(
        slotsPerRunner,
        maxRunners,
        idle,
        idleTime,
        maxJobsPerRunner,
        maxGrowth,
        maxLifetime,
        0,
        0,
        DRIFT_SHARE);
  }

  public Capacity withIdleScale(double factor, int most) {
    return new Capacity(
        slotsPerRunner,
        maxRunners,
        idle,
        idleTime,
        maxJobsPerRunner,
        maxGrowth,
        maxLifetime,
        factor,
        most,
        driftShare);
  }

  public Capacity withDriftShare(double share) {
    return new Capacity(
        slotsPerRunner,
        maxRunners,
        idle,
        idleTime,
        maxJobsPerRunner,
        maxGrowth,
        maxLifetime,
        idleScaleFactor,
        idleMax,
        share);
  }

  private static void atLeast(String field, int value, int least) {
    if (value < least) {
      throw new InvalidValueException(field, value, "a number from " + least);
    }
  }

  private static void notNegative(String field, Duration value) {
    if (value.isNegative()) {
      throw new InvalidValueException(field, value, "a duration of zero or more");
    }
  }
}
