package dev.runnerfleet.sandbox.core.aws.catalogue;

/** A range of private addresses in one zone; {@code network} is its first address. */
public record Subnet(String id, Zone zone, String vpc, String network, int prefixLength) {
  public String cidr() {
    return network + "/" + prefixLength;
  }

  /** How many addresses the range has; AWS keeps the first four and the last for itself. */
  public int size() {
    return 1 << (32 - prefixLength);
  }
}
