package dev.runnerfleet.contracts.runner;

/**
 * What AWS sells: an instance type in an availability zone at a market.
 *
 * @param instanceType such as {@code m7i.large}
 * @param zone such as {@code us-east-1a}
 */
public record Offering(String instanceType, String zone, Market market) {

  /** EC2's two ways to pay for an instance that Runnerfleet uses. */
  public enum Market {
    SPOT,
    ON_DEMAND
  }
}
