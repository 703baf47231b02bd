package dev.runnerfleet.sandbox.ec2;

import dev.runnerfleet.sandbox.core.aws.api.Filter;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.sandbox.core.aws.catalogue.InstanceType;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.catalogue.Subnet;
import dev.runnerfleet.sandbox.core.aws.catalogue.Zone;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/** What AWS offers, over the wire: subnets, instance types and spot prices. */
final class CatalogueActions {
  private static final String PRODUCT = "Linux/UNIX";
  private static final Map<String, Function<Subnet, Stream<String>>> SUBNET_FILTERS =
      Map.of(
          "subnet-id", s -> Stream.of(s.id()),
          "vpc-id", s -> Stream.of(s.vpc()),
          "availability-zone", s -> Stream.of(s.zone().name()),
          "availability-zone-id", s -> Stream.of(s.zone().id()),
          "cidr-block", s -> Stream.of(s.cidr()),
          "state", s -> Stream.of("available"));
  private static final Map<String, Function<InstanceType, Stream<String>>> TYPE_FILTERS =
      Map.of(
          "instance-type", t -> Stream.of(t.name()),
          "current-generation", t -> Stream.of("true"),
          "bare-metal", t -> Stream.of("false"),
          "hypervisor", t -> Stream.of("nitro"),
          "burstable-performance-supported", t -> Stream.of(String.valueOf(isBurstable(t))),
          "supported-usage-class", t -> Stream.of("on-demand", "spot"),
          "processor-info.supported-architecture", t -> Stream.of(t.architecture()),
          "vcpu-info.default-vcpus", t -> Stream.of(String.valueOf(t.vcpus())),
          "memory-info.size-in-mib", t -> Stream.of(String.valueOf(t.memoryMib())));
  private static final Map<String, Function<SpotPrice, Stream<String>>> PRICE_FILTERS =
      Map.of(
          "availability-zone", p -> Stream.of(p.availabilityZone()),
          "instance-type", p -> Stream.of(p.instanceTypeAsString()),
          "product-description", p -> Stream.of(p.productDescriptionAsString()),
          "spot-price", p -> Stream.of(p.spotPrice()));

  private final WorldClock world;
  private final String account;

  CatalogueActions(WorldClock world, String account) {
    this.world = world;
    this.account = account;
  }

  List<Ec2Action> all() {
    return List.of(
        Ec2Action.of("DescribeSubnets", DescribeSubnetsRequest::builder, this::subnets),
        Ec2Action.of(
            "DescribeInstanceTypes", DescribeInstanceTypesRequest::builder, this::instanceTypes),
        Ec2Action.of(
            "DescribeSpotPriceHistory",
            DescribeSpotPriceHistoryRequest::builder,
            this::spotPrices));
  }

  private DescribeSubnetsResponse subnets(DescribeSubnetsRequest request) {
    var matching =
        Filter.<Subnet>all(Shapes.filters(request.filters()), SUBNET_FILTERS, s -> Map.of());
    var found =
        world.ask(
            w ->
                named(w.cloud().catalogue(), request.subnetIds()).stream()
                    .filter(matching)
                    .map(subnet -> subnet(subnet, w.cloud().freeAddresses(subnet)))
                    .toList());
    var page =
        Page.of(found, Page.checkMaxResults(request.maxResults(), 5, 1000), request.nextToken());
    return DescribeSubnetsResponse.builder()
        .subnets(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private static Collection<Subnet> named(Catalogue catalogue, List<String> ids) {
    if (ids.isEmpty()) {
      return catalogue.subnets();
    }
    return ids.stream()
        .map(
            id ->
                catalogue
                    .subnet(id)
                    .orElseThrow(
                        () ->
                            new Refusal(
                                "InvalidSubnetID.NotFound",
                                "The subnet ID '" + id + "' does not exist")))
        .toList();
  }

  private software.amazon.awssdk.services.ec2.model.Subnet subnet(Subnet subnet, int free) {
    return software.amazon.awssdk.services.ec2.model.Subnet.builder()
        .subnetId(subnet.id())
        .vpcId(subnet.vpc())
        .ownerId(account)
        .state("available")
        .cidrBlock(subnet.cidr())
        .availableIpAddressCount(free)
        .availabilityZone(subnet.zone().name())
        .availabilityZoneId(subnet.zone().id())
        .defaultForAz(false)
        .mapPublicIpOnLaunch(false)
        .build();
  }

  private DescribeInstanceTypesResponse instanceTypes(DescribeInstanceTypesRequest request) {
    var matching =
        Filter.<InstanceType>all(Shapes.filters(request.filters()), TYPE_FILTERS, t -> Map.of());
    var found =
        world.ask(w -> types(w.cloud().catalogue(), request.instanceTypesAsStrings())).stream()
            .filter(matching)
            .map(CatalogueActions::type)
            .toList();
    var page =
        Page.of(found, Page.checkMaxResults(request.maxResults(), 5, 100), request.nextToken());
    return DescribeInstanceTypesResponse.builder()
        .instanceTypes(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private static List<InstanceType> types(Catalogue catalogue, List<String> names) {
    var missing = names.stream().filter(name -> catalogue.type(name).isEmpty()).toList();
    if (!missing.isEmpty()) {
      throw new Refusal(
          "InvalidInstanceType", "The following supplied instance types do not exist: " + missing);
    }
    return catalogue.types().stream()
        .filter(type -> names.isEmpty() || names.contains(type.name()))
        .toList();
  }

  private static InstanceTypeInfo type(InstanceType type) {
    return InstanceTypeInfo.builder()
        .instanceType(type.name())
        .currentGeneration(true)
        .freeTierEligible(false)
        .bareMetal(false)
        .hypervisor("nitro")
        .burstablePerformanceSupported(isBurstable(type))
        .supportedUsageClassesWithStrings("on-demand", "spot")
        .supportedVirtualizationTypesWithStrings("hvm")
        .processorInfo(p -> p.supportedArchitecturesWithStrings(type.architecture()))
        .vCpuInfo(v -> v.defaultVCpus(type.vcpus()))
        .memoryInfo(m -> m.sizeInMiB((long) type.memoryMib()))
        .build();
  }

  private static boolean isBurstable(InstanceType type) {
    return type.name().startsWith("t");
  }

  private DescribeSpotPriceHistoryResponse spotPrices(DescribeSpotPriceHistoryRequest request) {
    var matching =
        Filter.<SpotPrice>all(Shapes.filters(request.filters()), PRICE_FILTERS, p -> Map.of());
    var found =
        world.ask(w -> prices(w.cloud().catalogue(), w.now())).stream()
            .filter(price -> asked(request, price))
            .filter(matching)
            .toList();
    var page =
        Page.of(found, Page.checkMaxResults(request.maxResults(), 1, 1000), request.nextToken());
    return DescribeSpotPriceHistoryResponse.builder()
        .spotPriceHistory(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  /** The prices in force; each holds since the last full hour. */
  private static List<SpotPrice> prices(Catalogue catalogue, Instant now) {
    var prices = new ArrayList<SpotPrice>();
    for (InstanceType type : catalogue.types()) {
      for (Zone zone : catalogue.zones()) {
        prices.add(
            SpotPrice.builder()
                .instanceType(type.name())
                .availabilityZone(zone.name())
                .availabilityZoneId(zone.id())
                .productDescription(PRODUCT)
                .spotPrice(catalogue.price(new Offering(type, zone, Market.SPOT)).toString())
                .timestamp(now.truncatedTo(ChronoUnit.HOURS))
                .build());
      }
    }
    return prices;
  }

  private static boolean asked(DescribeSpotPriceHistoryRequest request, SpotPrice price) {
    var types = request.instanceTypesAsStrings();
    var products = request.productDescriptions();
    String zone = request.availabilityZone();
    return (types.isEmpty() || types.contains(price.instanceTypeAsString()))
        && (products.isEmpty() || products.contains(PRODUCT))
        && (zone == null || zone.equals(price.availabilityZone()));
  }
}
