package dev.runnerfleet.sandbox.core.aws.catalogue;

import dev.runnerfleet.contracts.Usd;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the one region has: instance types, zones, a VPC with a subnet in each zone, security groups
 * and key pairs.
 */
public final class Catalogue {
  private static final int HEX_DIGITS_OF_LONG_ID = 17;
  private static final String VPC = "vpc-0a";

  /** A type that AWS has brought to some zones only, as it does with new ones. */
  private static final String NOT_EVERYWHERE = "m8g.large";

  private final Map<String, InstanceType> types = new LinkedHashMap<>();
  private final Map<String, Subnet> subnets = new LinkedHashMap<>();
  private final List<Zone> zones;
  private final List<SecurityGroup> securityGroups =
      List.of(
          new SecurityGroup("sg-0f", "runners", "Machines that run jobs", VPC),
          new SecurityGroup("sg-0d", "default", "default VPC security group", VPC));
  private final Set<String> keyPairs = Set.of("runnerfleet");
  private final List<Outages> outages;

  /** A region with these types in each of its zones. */
  public Catalogue(String region, List<InstanceType> types, List<Outages> outages) {
    this.outages = List.copyOf(outages);
    this.zones =
        List.of(
            new Zone(region + "a", "use1-az1"),
            new Zone(region + "b", "use1-az2"),
            new Zone(region + "c", "use1-az3"));
    // Ranges of 16,384, so that ten thousand machines fit even where a pool names one subnet.
    add(new Subnet("subnet-0a", zones.get(0), VPC, "10.0.0.0", 18));
    add(new Subnet("subnet-0b", zones.get(1), VPC, "10.0.64.0", 18));
    add(new Subnet("subnet-0c", zones.get(2), VPC, "10.0.128.0", 18));
    types.forEach(type -> this.types.put(type.name(), type));
  }

  /**
   * The small world that is there when nothing else is given, at the on-demand prices of us-east-1
   * for Linux.
   */
  public static Catalogue builtIn(String region) {
    return new Catalogue(
        region,
        List.of(
            type("t3.large", 2, 8, "x86_64", "0.0832", 0.33),
            type("m6a.large", 2, 8, "x86_64", "0.0864", 0.42),
            type("m6i.large", 2, 8, "x86_64", "0.096", 0.41),
            type("m7i.large", 2, 8, "x86_64", "0.1008", 0.43),
            type("m7a.large", 2, 8, "x86_64", "0.11592", 0.45),
            type("m7g.large", 2, 8, "arm64", "0.0816", 0.44),
            type(NOT_EVERYWHERE, 2, 8, "arm64", "0.08976", 0.47),
            type("m7i.xlarge", 4, 16, "x86_64", "0.2016", 0.43),
            type("m6i.xlarge", 4, 16, "x86_64", "0.192", 0.41),
            type("m7i.2xlarge", 8, 32, "x86_64", "0.4032", 0.42),
            type("c6i.large", 2, 4, "x86_64", "0.085", 0.44),
            type("c7i.large", 2, 4, "x86_64", "0.08925", 0.46),
            type("c7g.large", 2, 4, "arm64", "0.0725", 0.45),
            type("c7i.xlarge", 4, 8, "x86_64", "0.1785", 0.46),
            type("c7i.2xlarge", 8, 16, "x86_64", "0.357", 0.46),
            type("r7i.large", 2, 16, "x86_64", "0.1323", 0.40)),
        List.of());
  }

  private static InstanceType type(
      String name, int vcpus, int memoryGib, String architecture, String price, double spotShare) {
    return new InstanceType(
        name,
        vcpus,
        memoryGib * 1024,
        architecture,
        Usd.of(price),
        spotShare,
        InterruptionBand.UNDER_5);
  }

  private void add(Subnet subnet) {
    subnets.put(subnet.id(), subnet);
  }

  public Collection<InstanceType> types() {
    return types.values();
  }

  public Optional<InstanceType> type(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /** Whether AWS has the type in the zone at all, however much of it is left. */
  public boolean isOffered(InstanceType type, Zone zone) {
    return !type.name().equals(NOT_EVERYWHERE) || !zone.equals(zones.getLast());
  }

  public List<Zone> zones() {
    return zones;
  }

  public Collection<Subnet> subnets() {
    return subnets.values();
  }

  /** Ids are also taken in AWS's long form: the short one padded with zeros to 17 digits. */
  public Optional<Subnet> subnet(String id) {
    return Optional.ofNullable(subnets.get(shortForm(id)));
  }

  public List<SecurityGroup> securityGroups() {
    return securityGroups;
  }

  public Optional<SecurityGroup> securityGroup(String id) {
    String wanted = shortForm(id);
    return securityGroups.stream().filter(group -> group.id().equals(wanted)).findFirst();
  }

  public boolean hasKeyPair(String name) {
    return keyPairs.contains(name);
  }

  /** When zones had no spot capacity for large instances. */
  public List<Outages> outages() {
    return outages;
  }

  private static String shortForm(String id) {
    int digits = id.length() - id.indexOf('-') - 1;
    return digits == HEX_DIGITS_OF_LONG_ID ? id.replaceFirst("0+$", "") : id;
  }
}
