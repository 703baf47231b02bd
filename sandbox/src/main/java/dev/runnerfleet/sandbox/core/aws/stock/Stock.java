package dev.runnerfleet.sandbox.core.aws.stock;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.catalogue.Subnet;

/** All that an instance takes from the cloud: capacity, a share of the quota, an address. */
public record Stock(Capacity capacity, Quotas quotas, Addresses addresses) {

  /** How many of {@code wanted} instances there is room for beside what is promised. */
  public Room room(Offering offering, Subnet subnet, int wanted, Promised promised) {
    int capable = capacity.left(offering);
    int allowed = quotas.room(offering, promised.vcpus());
    int addressable = Math.max(0, addresses.free(subnet) - promised.addresses());
    int instances = Math.min(Math.min(wanted, capable), Math.min(allowed, addressable));
    if (instances == wanted) {
      return new Room(wanted, null);
    }
    if (instances == allowed) {
      return new Room(instances, quotas.exceeded(offering.market()));
    }
    return new Room(instances, instances == addressable ? noAddress(subnet) : noCapacity(offering));
  }

  private static Refusal noAddress(Subnet subnet) {
    return new Refusal(
        "InsufficientFreeAddressesInSubnet",
        "There are not enough free addresses in subnet '" + subnet.id() + "'.");
  }

  /** AWS sends this one as an error of the server's. */
  private static Refusal noCapacity(Offering offering) {
    String message =
        switch (offering.market()) {
          case SPOT -> "There is no Spot capacity available that matches your request.";
          case ON_DEMAND ->
              "We currently do not have sufficient %s capacity in the Availability Zone you requested (%s)."
                  .formatted(offering.type().name(), offering.zone().name());
        };
    return new Refusal(500, "InsufficientInstanceCapacity", message);
  }

  /** Takes what one instance needs, and answers its address; there has to be room. */
  public String take(Offering offering, Subnet subnet) {
    capacity.take(offering);
    quotas.take(offering.market(), offering.type());
    return addresses.take(subnet);
  }

  public void giveBack(Offering offering, Subnet subnet, String address) {
    capacity.giveBack(offering);
    quotas.giveBack(offering.market(), offering.type());
    addresses.giveBack(subnet, address);
  }
}
