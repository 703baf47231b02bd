package dev.runnerfleet.provisioner.core.pace;

import dev.runnerfleet.contracts.InvalidValueException;

/**
 * How often AWS lets an API action be called: a token bucket's size and refill (Amazon EC2 API
 * Reference, "Throttle requests to the Amazon EC2 API").
 *
 * @param capacity calls that may be made at once
 * @param perSecond calls that come back each second
 */
public record Limit(double capacity, double perSecond) {

  /** Disputed: AWS does not list CreateFleet, and users see it refused as RunInstances is. */
  public static final Limit CREATE_FLEET = new Limit(5, 2);

  public static final Limit CREATE_TAGS = new Limit(100, 10);

  /** Filtered or paginated describe calls, each API of its own. */
  public static final Limit DESCRIBE = new Limit(100, 20);

  public static final Limit TERMINATE_INSTANCES = new Limit(100, 5);

  public Limit {
    if (!(capacity >= 1)) {
      throw new InvalidValueException("capacity", capacity, "a number from 1");
    }
    if (!(perSecond > 0)) {
      throw new InvalidValueException("perSecond", perSecond, "a number above 0");
    }
  }
}
