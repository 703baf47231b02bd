package dev.runnerfleet.sandbox.ec2.catalogue;

import dev.runnerfleet.sandbox.core.aws.api.Filter;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.sandbox.core.aws.catalogue.SecurityGroup;
import dev.runnerfleet.sandbox.core.aws.catalogue.Subnet;
import dev.runnerfleet.sandbox.core.aws.catalogue.Zone;
import dev.runnerfleet.sandbox.ec2.action.Ec2Action;
import dev.runnerfleet.sandbox.ec2.action.Page.Cut;
import dev.runnerfleet.sandbox.ec2.action.Shapes;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;

/**
 * Where instances can be put, over the wire: the region, its zones, subnets and security groups.
 */
public final class PlaceActions {
  private static final Map<String, Function<Subnet, Stream<String>>> SUBNET_FILTERS =
      Map.of(
          "subnet-id", s -> Stream.of(s.id()),
          "vpc-id", s -> Stream.of(s.vpc()),
          "availability-zone", s -> Stream.of(s.zone().name()),
          "availability-zone-id", s -> Stream.of(s.zone().id()),
          "cidr-block", s -> Stream.of(s.cidr()),
          "default-for-az", s -> Stream.of("false"),
          "state", s -> Stream.of("available"));
  private static final Map<String, Function<SecurityGroup, Stream<String>>> GROUP_FILTERS =
      Map.of(
          "group-id", g -> Stream.of(g.id()),
          "group-name", g -> Stream.of(g.name()),
          "description", g -> Stream.of(g.description()),
          "vpc-id", g -> Stream.of(g.vpc()));
  private static final Map<String, Function<Zone, Stream<String>>> ZONE_FILTERS =
      Map.of(
          "zone-name", z -> Stream.of(z.name()),
          "zone-id", z -> Stream.of(z.id()),
          "zone-type", z -> Stream.of("availability-zone"),
          "opt-in-status", z -> Stream.of("opt-in-not-required"),
          "state", z -> Stream.of("available"));

  private final WorldClock world;
  private final String account;
  private final Cut subnetPages;
  private final Cut groupPages;

  public PlaceActions(WorldClock world, String account) {
    this.world = world;
    this.account = account;
    this.subnetPages = new Cut(world, "DescribeSubnets", 5, 1000);
    this.groupPages = new Cut(world, "DescribeSecurityGroups", 5, 1000);
  }

  /** What it serves. */
  public List<Ec2Action> all() {
    return List.of(
        Ec2Action.of("DescribeSubnets", DescribeSubnetsRequest::builder, this::subnets),
        Ec2Action.of(
            "DescribeSecurityGroups", DescribeSecurityGroupsRequest::builder, this::groups),
        Ec2Action.of(
            "DescribeAvailabilityZones", DescribeAvailabilityZonesRequest::builder, this::zones),
        Ec2Action.of("DescribeRegions", DescribeRegionsRequest::builder, this::regions));
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
    var page = subnetPages.of(found, request.maxResults(), request.nextToken());
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
        .tags(List.of())
        .build();
  }

  private DescribeSecurityGroupsResponse groups(DescribeSecurityGroupsRequest request) {
    var matching =
        Filter.<SecurityGroup>all(Shapes.filters(request.filters()), GROUP_FILTERS, g -> Map.of());
    Catalogue catalogue = world.ask(w -> w.cloud().catalogue());
    var found =
        request.groupIds().isEmpty()
            ? catalogue.securityGroups()
            : request.groupIds().stream().map(id -> group(catalogue, id)).toList();
    var page =
        groupPages.of(
            found.stream().filter(matching).map(this::group).toList(),
            request.maxResults(),
            request.nextToken());
    return DescribeSecurityGroupsResponse.builder()
        .securityGroups(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private static SecurityGroup group(Catalogue catalogue, String id) {
    return catalogue
        .securityGroup(id)
        .orElseThrow(
            () ->
                new Refusal(
                    "InvalidGroup.NotFound", "The security group '" + id + "' does not exist"));
  }

  private software.amazon.awssdk.services.ec2.model.SecurityGroup group(SecurityGroup group) {
    return software.amazon.awssdk.services.ec2.model.SecurityGroup.builder()
        .groupId(group.id())
        .groupName(group.name())
        .description(group.description())
        .ownerId(account)
        .vpcId(group.vpc())
        .tags(List.of())
        .build();
  }

  private DescribeAvailabilityZonesResponse zones(DescribeAvailabilityZonesRequest request) {
    var matching = Filter.<Zone>all(Shapes.filters(request.filters()), ZONE_FILTERS, z -> Map.of());
    String region = region();
    var zones = world.ask(w -> w.cloud().catalogue()).zones();
    refuseUnknown("availability zone", request.zoneNames(), zones.stream().map(Zone::name));
    refuseUnknown("availability zone ID", request.zoneIds(), zones.stream().map(Zone::id));
    return DescribeAvailabilityZonesResponse.builder()
        .availabilityZones(
            zones.stream()
                .filter(
                    z -> request.zoneNames().isEmpty() || request.zoneNames().contains(z.name()))
                .filter(z -> request.zoneIds().isEmpty() || request.zoneIds().contains(z.id()))
                .filter(matching)
                .map(zone -> zone(zone, region))
                .toList())
        .build();
  }

  private static void refuseUnknown(String what, List<String> asked, Stream<String> known) {
    var all = known.toList();
    for (String each : asked) {
      if (!all.contains(each)) {
        throw new Refusal("InvalidParameterValue", "Invalid %s: [%s]".formatted(what, each));
      }
    }
  }

  private static AvailabilityZone zone(Zone zone, String region) {
    return AvailabilityZone.builder()
        .zoneName(zone.name())
        .zoneId(zone.id())
        .zoneType("availability-zone")
        .regionName(region)
        .groupName(region)
        .networkBorderGroup(region)
        .optInStatus("opt-in-not-required")
        .state("available")
        .messages(List.of())
        .build();
  }

  private String region() {
    return world.ask(w -> w.cloud().settings().region());
  }

  private DescribeRegionsResponse regions(DescribeRegionsRequest request) {
    String region = region();
    for (String name : request.regionNames()) {
      if (!name.equals(region)) {
        throw Refusal.invalid("region", name, "The only region here is " + region + ".");
      }
    }
    String endpoint = "ec2." + region + ".amazonaws.com";
    Map<String, Function<String, Stream<String>>> attributes =
        Map.of(
            "region-name", Stream::of,
            "endpoint", r -> Stream.of(endpoint),
            "opt-in-status", r -> Stream.of("opt-in-not-required"));
    var matching = Filter.all(Shapes.filters(request.filters()), attributes, r -> Map.of());
    return DescribeRegionsResponse.builder()
        .regions(
            Stream.of(region)
                .filter(matching)
                .map(
                    name ->
                        software.amazon.awssdk.services.ec2.model.Region.builder()
                            .regionName(name)
                            .endpoint(endpoint)
                            .optInStatus("opt-in-not-required")
                            .build())
                .toList())
        .build();
  }
}
