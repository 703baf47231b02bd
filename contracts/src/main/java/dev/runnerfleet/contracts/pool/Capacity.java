package dev.runnerfleet.contracts.pool;

import dev.runnerfleet.contracts.InvalidValueException;
import java.time.Duration;

/**
 * How many machines a pool has.
 *
 * @param slotsPerRunner how many jobs one machine runs at a time
 * @param maxRunners machines in every state from requested to terminating; 0 switches the pool off
 * @param idle the warm buffer, in slots that no job uses
 * @param idleTime how long a machine beyond the buffer may idle
 * @param maxJobsPerRunner after how many jobs a machine goes; 0 for never
 * @param maxGrowth how many machines may be on their way at a time; 0 for no limit
 * @param maxLifetime after what age an idle machine goes; zero for never
 */
public record Capacity(
    int slotsPerRunner,
    int maxRunners,
    int idle,
    Duration idleTime,
    int maxJobsPerRunner,
    int maxGrowth,
    Duration maxLifetime) {

  public Capacity {
    atLeast("capacity.slots-per-runner", slotsPerRunner, 1);
    atLeast("capacity.max-runners", maxRunners, 0);
    atLeast("capacity.idle", idle, 0);
    atLeast("capacity.max-jobs-per-runner", maxJobsPerRunner, 0);
    atLeast("capacity.max-growth", maxGrowth, 0);
    notNegative("capacity.idle-time", idleTime);
    notNegative("capacity.max-lifetime", maxLifetime);
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
