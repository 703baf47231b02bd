package dev.runnerfleet.sandbox.core.aws;

/**
 * How the simulated markets behave.
 *
 * @param seed the course of prices, capacity and interruptions follows from it and from time
 * @param spotVcpus the mean capacity of the steadiest spot offerings, in vCPUs
 * @param interruptionFactor how many times as often as AWS's Spot Instance Advisor says instances
 *     are taken back; 0: never unasked
 */
public record MarketSettings(long seed, double spotVcpus, double interruptionFactor) {
  static MarketSettings calm(long seed) {
    return new MarketSettings(seed, 20_000, 0);
  }
}
