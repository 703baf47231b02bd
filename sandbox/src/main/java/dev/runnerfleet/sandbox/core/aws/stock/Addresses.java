package dev.runnerfleet.sandbox.core.aws.stock;

import dev.runnerfleet.sandbox.core.aws.catalogue.Subnet;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** The private addresses in use in each subnet. */
public final class Addresses {
  private static final int RESERVED_AT_START = 4;
  private static final int RESERVED = RESERVED_AT_START + 1;

  private final Map<Subnet, BitSet> used = new HashMap<>();

  public int free(Subnet subnet) {
    return subnet.size() - RESERVED - usedIn(subnet).cardinality();
  }

  /** Takes the lowest free address; the caller has seen that there is one. */
  String take(Subnet subnet) {
    BitSet addresses = usedIn(subnet);
    int offset = addresses.nextClearBit(0);
    addresses.set(offset);
    return text(toNumber(subnet.network()) + RESERVED_AT_START + offset);
  }

  void giveBack(Subnet subnet, String address) {
    long offset = toNumber(address) - toNumber(subnet.network()) - RESERVED_AT_START;
    usedIn(subnet).clear(Math.toIntExact(offset));
  }

  private BitSet usedIn(Subnet subnet) {
    return used.computeIfAbsent(subnet, unused -> new BitSet());
  }

  private static long toNumber(String address) {
    long number = 0;
    for (String part : address.split("\\.", -1)) {
      number = number * 256 + Integer.parseInt(part);
    }
    return number;
  }

  private static String text(long number) {
    return (number >> 24)
        + "."
        + (number >> 16 & 255)
        + "."
        + (number >> 8 & 255)
        + "."
        + (number & 255);
  }
}
