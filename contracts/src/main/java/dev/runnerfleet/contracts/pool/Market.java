package dev.runnerfleet.contracts.pool;

/**
 * How a pool's machines are bought.
 *
 * @param onDemandFallback whether on-demand machines may stand in where no spot is to be had
 */
public record Market(Spot spot, boolean onDemandFallback) {

  /** How spot is used. */
  public enum Spot {
    ONLY,
    PREFERRED,
    NEVER
  }
}
