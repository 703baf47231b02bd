package dev.runnerfleet.pace.core;

import dev.runnerfleet.contracts.InvalidValueException;

/**
 * How often AWS lets an API action be called: a token bucket's size and refill.
 *
 * @param capacity calls that may be made at once
 * @param perSecond calls that come back each second
 */
public record Limit(double capacity, double perSecond) {

  public Limit {
    if (!(capacity >= 1)) {
      throw new InvalidValueException("capacity", capacity, "a number from 1");
    }
    if (!(perSecond > 0)) {
      throw new InvalidValueException("perSecond", perSecond, "a number above 0");
    }
  }
}
