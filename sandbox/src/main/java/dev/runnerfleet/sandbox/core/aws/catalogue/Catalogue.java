package dev.runnerfleet.sandbox.core.aws.catalogue;

import dev.runnerfleet.contracts.Usd;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The instance types, zones, subnets and prices of the one region. On-demand prices are those of
 * us-east-1 for Linux; a spot price is 30 to 55 percent of it, fixed for each type and zone.
 */
public final class Catalogue {
  private static final int HEX_DIGITS_OF_LONG_ID = 17;
  private static final long SPOT_SHARES = 20260101;

  private final Map<String, InstanceType> types = new LinkedHashMap<>();
  private final Map<String, Subnet> subnets = new LinkedHashMap<>();
  private final Map<Offering, Usd> prices = new HashMap<>();
  private final List<Zone> zones;
  private final List<String> securityGroups = List.of("sg-0f");

  private Catalogue(List<Zone> zones) {
    this.zones = zones;
  }

  /** The small world that is there when nothing else is given. */
  public static Catalogue builtIn(String region) {
    var zones =
        List.of(
            new Zone(region + "a", "use1-az1"),
            new Zone(region + "b", "use1-az2"),
            new Zone(region + "c", "use1-az3"));
    var catalogue = new Catalogue(zones);
    // Ranges of 16,384, so that ten thousand machines fit even where a pool names one subnet.
    catalogue.add(new Subnet("subnet-0a", zones.get(0), "vpc-0a", "10.0.0.0", 18));
    catalogue.add(new Subnet("subnet-0b", zones.get(1), "vpc-0a", "10.0.64.0", 18));
    catalogue.add(new Subnet("subnet-0c", zones.get(2), "vpc-0a", "10.0.128.0", 18));
    var random = new SplittableRandom(SPOT_SHARES);
    catalogue.add("t3.large", 2, 8, "x86_64", "0.0832", random);
    catalogue.add("m6a.large", 2, 8, "x86_64", "0.0864", random);
    catalogue.add("m6i.large", 2, 8, "x86_64", "0.096", random);
    catalogue.add("m7i.large", 2, 8, "x86_64", "0.1008", random);
    catalogue.add("m7a.large", 2, 8, "x86_64", "0.11592", random);
    catalogue.add("m7g.large", 2, 8, "arm64", "0.0816", random);
    catalogue.add("m7i.xlarge", 4, 16, "x86_64", "0.2016", random);
    catalogue.add("m6i.xlarge", 4, 16, "x86_64", "0.192", random);
    catalogue.add("m7i.2xlarge", 8, 32, "x86_64", "0.4032", random);
    catalogue.add("c6i.large", 2, 4, "x86_64", "0.085", random);
    catalogue.add("c7i.large", 2, 4, "x86_64", "0.08925", random);
    catalogue.add("c7g.large", 2, 4, "arm64", "0.0725", random);
    catalogue.add("c7i.xlarge", 4, 8, "x86_64", "0.1785", random);
    catalogue.add("c7i.2xlarge", 8, 16, "x86_64", "0.357", random);
    catalogue.add("r7i.large", 2, 16, "x86_64", "0.1323", random);
    return catalogue;
  }

  private void add(Subnet subnet) {
    subnets.put(subnet.id(), subnet);
  }

  private void add(
      String name,
      int vcpus,
      int memoryGib,
      String architecture,
      String onDemandPrice,
      SplittableRandom random) {
    var type = new InstanceType(name, vcpus, memoryGib * 1024, architecture, Usd.of(onDemandPrice));
    types.put(name, type);
    for (Zone zone : zones) {
      var share = BigDecimal.valueOf(random.nextInt(30, 56), 2);
      prices.put(
          new Offering(type, zone, Market.SPOT),
          new Usd(type.onDemandPrice().amount().multiply(share)));
      prices.put(new Offering(type, zone, Market.ON_DEMAND), type.onDemandPrice());
    }
  }

  public Collection<InstanceType> types() {
    return types.values();
  }

  public Optional<InstanceType> type(String name) {
    return Optional.ofNullable(types.get(name));
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

  public boolean hasSecurityGroup(String id) {
    return securityGroups.contains(shortForm(id));
  }

  /** US dollars per hour. */
  public Usd price(Offering offering) {
    Usd price = prices.get(offering);
    if (price == null) {
      throw new IllegalArgumentException("nothing is offered as " + offering);
    }
    return price;
  }

  private static String shortForm(String id) {
    int digits = id.length() - id.indexOf('-') - 1;
    return digits == HEX_DIGITS_OF_LONG_ID ? id.replaceFirst("0+$", "") : id;
  }
}
