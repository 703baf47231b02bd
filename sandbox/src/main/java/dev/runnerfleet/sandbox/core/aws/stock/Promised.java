package dev.runnerfleet.sandbox.core.aws.stock;

/** What the same order has been promised elsewhere but has not taken yet. */
public record Promised(int vcpus, int addresses) {
  public static final Promised NOTHING = new Promised(0, 0);
}
