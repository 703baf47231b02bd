package dev.runnerfleet.sandbox.ec2.catalogue;

import dev.runnerfleet.sandbox.core.aws.api.Filter;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.sandbox.core.aws.catalogue.InstanceType;
import dev.runnerfleet.sandbox.core.aws.catalogue.Zone;
import dev.runnerfleet.sandbox.ec2.action.Ec2Action;
import dev.runnerfleet.sandbox.ec2.action.Page.Cut;
import dev.runnerfleet.sandbox.ec2.action.Shapes;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;

/** Instance types over the wire, and where there are any. */
public final class TypeActions {
  private static final Map<String, Function<InstanceType, Stream<String>>> TYPE_FILTERS =
      Map.ofEntries(
          Map.entry("instance-type", t -> Stream.of(t.name())),
          Map.entry("current-generation", t -> bool(t.isCurrentGeneration())),
          Map.entry("bare-metal", t -> bool(t.isBareMetal())),
          Map.entry("hypervisor", t -> t.isBareMetal() ? Stream.empty() : Stream.of("nitro")),
          Map.entry("burstable-performance-supported", t -> bool(t.isBurstable())),
          Map.entry("free-tier-eligible", t -> bool(false)),
          Map.entry("supported-usage-class", t -> Stream.of("on-demand", "spot")),
          Map.entry("supported-virtualization-type", t -> Stream.of("hvm")),
          Map.entry("supported-root-device-type", t -> Stream.of("ebs")),
          Map.entry("processor-info.supported-architecture", t -> Stream.of(t.architecture())),
          Map.entry("vcpu-info.default-vcpus", t -> Stream.of(String.valueOf(t.vcpus()))),
          Map.entry("memory-info.size-in-mib", t -> Stream.of(String.valueOf(t.memoryMib()))));
  private static final Map<String, Function<InstanceTypeOffering, Stream<String>>>
      OFFERING_FILTERS =
          Map.of(
              "instance-type", o -> Stream.of(o.instanceTypeAsString()),
              "location", o -> Stream.of(o.location()));

  private final WorldClock world;
  private final Cut typePages;
  private final Cut offeringPages;

  public TypeActions(WorldClock world) {
    this.world = world;
    this.typePages = new Cut(world, "DescribeInstanceTypes", 5, 100);
    this.offeringPages = new Cut(world, "DescribeInstanceTypeOfferings", 5, 1000);
  }

  /** What it serves. */
  public List<Ec2Action> all() {
    return List.of(
        Ec2Action.of("DescribeInstanceTypes", DescribeInstanceTypesRequest::builder, this::types),
        Ec2Action.of(
            "DescribeInstanceTypeOfferings",
            DescribeInstanceTypeOfferingsRequest::builder,
            this::offerings));
  }

  private static Stream<String> bool(boolean value) {
    return Stream.of(String.valueOf(value));
  }

  private DescribeInstanceTypesResponse types(DescribeInstanceTypesRequest request) {
    var names = request.instanceTypesAsStrings();
    if (names.size() > 100) {
      throw Refusal.invalid("InstanceType", names.size() + " types", "At most 100 at a time.");
    }
    if (!names.isEmpty() && request.maxResults() != null) {
      throw new Refusal(
          "InvalidParameterCombination",
          "The parameter instanceTypes cannot be used with the parameter maxResults");
    }
    var matching =
        Filter.<InstanceType>all(Shapes.filters(request.filters()), TYPE_FILTERS, t -> Map.of());
    var found =
        named(world.ask(w -> w.cloud().catalogue()), names).stream()
            .filter(matching)
            .map(TypeActions::type)
            .toList();
    var size = names.isEmpty() ? Objects.requireNonNullElse(request.maxResults(), 100) : null;
    var page = typePages.of(found, size, request.nextToken());
    return DescribeInstanceTypesResponse.builder()
        .instanceTypes(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private static List<InstanceType> named(Catalogue catalogue, List<String> names) {
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
    var info =
        InstanceTypeInfo.builder()
            .instanceType(type.name())
            .currentGeneration(type.isCurrentGeneration())
            .freeTierEligible(false)
            .bareMetal(type.isBareMetal())
            .burstablePerformanceSupported(type.isBurstable())
            .supportedUsageClassesWithStrings("on-demand", "spot")
            .supportedRootDeviceTypesWithStrings("ebs")
            .supportedVirtualizationTypesWithStrings("hvm")
            .processorInfo(p -> p.supportedArchitecturesWithStrings(type.architecture()))
            .vCpuInfo(v -> v.defaultVCpus(type.vcpus()))
            .memoryInfo(m -> m.sizeInMiB((long) type.memoryMib()));
    return type.isBareMetal() ? info.build() : info.hypervisor("nitro").build();
  }

  private DescribeInstanceTypeOfferingsResponse offerings(
      DescribeInstanceTypeOfferingsRequest request) {
    var matching =
        Filter.<InstanceTypeOffering>all(
            Shapes.filters(request.filters()), OFFERING_FILTERS, o -> Map.of());
    String kind = Objects.requireNonNullElse(request.locationTypeAsString(), "region");
    var found =
        world.ask(w -> located(w.cloud().catalogue(), kind, w.cloud().settings().region())).stream()
            .filter(matching)
            .toList();
    var page =
        offeringPages.of(
            found, Objects.requireNonNullElse(request.maxResults(), 1000), request.nextToken());
    return DescribeInstanceTypeOfferingsResponse.builder()
        .instanceTypeOfferings(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private static List<InstanceTypeOffering> located(
      Catalogue catalogue, String kind, String region) {
    Function<Zone, String> location =
        switch (kind) {
          case "region" -> zone -> region;
          case "availability-zone" -> Zone::name;
          case "availability-zone-id" -> Zone::id;
          default ->
              throw Refusal.invalid(
                  "LocationType", kind, "region, availability-zone or availability-zone-id.");
        };
    return catalogue.types().stream()
        .flatMap(
            type ->
                catalogue.zones().stream()
                    .filter(zone -> catalogue.isOffered(type, zone))
                    .map(location)
                    .distinct()
                    .map(
                        place ->
                            InstanceTypeOffering.builder()
                                .instanceType(type.name())
                                .locationType(kind)
                                .location(place)
                                .build()))
        .toList();
  }
}
