package dev.runnerfleet.sandbox.core.aws.catalogue;

/** How an instance is paid for. */
public enum Market {
  SPOT("spot"),
  ON_DEMAND("on-demand");

  private final String wireName;

  Market(String wireName) {
    this.wireName = wireName;
  }

  /** The name in EC2 Fleet's requests and replies. */
  public String wireName() {
    return wireName;
  }
}
