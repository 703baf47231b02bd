package dev.runnerfleet.provisioner.preparation;

import dev.runnerfleet.contracts.pool.Needs;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.core.pool.InstanceShape;
import dev.runnerfleet.provisioner.core.pool.Shortlist;
import dev.runnerfleet.provisioner.ec2.Ec2Calls;
import dev.runnerfleet.provisioner.ec2.RefusedException;
import dev.runnerfleet.provisioner.price.Prices;
import dev.runnerfleet.provisioner.price.SpotPrices;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;

/**
 * Finds the instance types of a pool: those that it names, or those of the region that are what it
 * needs, the cheapest first. Fails with {@link RefusedException}.
 */
@ApplicationScoped
class InstanceTypes {

  /** The most that {@code DescribeInstanceTypes} gives at once. */
  private static final int PAGE = 100;

  private static final Refusal NONE_FITS = new Refusal.BadConfiguration("NoInstanceTypeFits");

  private final Ec2Calls ec2;
  private final SpotPrices spotPrices;
  private final Prices prices;

  InstanceTypes(Ec2Calls ec2, SpotPrices spotPrices, Prices prices) {
    this.ec2 = ec2;
    this.spotPrices = spotPrices;
    this.prices = prices;
  }

  /** The pool's types, their spot prices refreshed on the way. */
  Uni<List<String>> of(PoolSpec spec) {
    Needs needs = spec.machine().needs();
    List<String> named = spec.machine().instanceTypes();
    return needs == null
        ? spotPrices.refresh(spec.region(), named).replaceWith(named)
        : shapes(spec.region(), needs, null, new ArrayList<>())
            .chain(shapes -> shortlist(spec, needs, shapes));
  }

  private Uni<List<String>> shortlist(PoolSpec spec, Needs needs, List<InstanceShape> shapes) {
    List<InstanceShape> fitting = shapes.stream().filter(shape -> shape.fits(needs)).toList();
    List<String> names = fitting.stream().map(InstanceShape::type).toList();
    return spotPrices
        .refresh(spec.region(), names)
        .chain(() -> Panache.withSession(() -> prices.ofTypes(spec.region(), names)))
        .map(
            list ->
                Shortlist.of(
                    needs,
                    spec.market(),
                    spec.machine().subnets().size(),
                    fitting,
                    type -> list.cheapest(type, Shortlist.first(spec.market()))))
        .onItem()
        .transformToUni(
            types ->
                types.isEmpty()
                    ? Uni.createFrom()
                        .failure(new RefusedException("DescribeInstanceTypes", NONE_FITS))
                    : Uni.createFrom().item(types));
  }

  /** AWS's filters take no ranges: it leaves out what is of another kind, and sizes are ours. */
  private Uni<List<InstanceShape>> shapes(
      String region, Needs needs, @Nullable String token, List<InstanceShape> found) {
    String architecture = needs.architecture().name().toLowerCase(Locale.ROOT);
    return ec2.call(
            "DescribeInstanceTypes",
            region,
            client ->
                client.describeInstanceTypes(
                    request ->
                        request
                            .filters(
                                filter("processor-info.supported-architecture", architecture),
                                filter("current-generation", "true"),
                                filter("bare-metal", "false"))
                            .maxResults(PAGE)
                            .nextToken(token)))
        .chain(
            response -> {
              response.instanceTypes().forEach(info -> found.add(shape(info)));
              String next = response.nextToken();
              return next == null || next.isEmpty()
                  ? Uni.createFrom().item(found)
                  : shapes(region, needs, next, found);
            });
  }

  private static InstanceShape shape(InstanceTypeInfo info) {
    boolean plain =
        Boolean.TRUE.equals(info.currentGeneration())
            && !Boolean.TRUE.equals(info.bareMetal())
            && info.gpuInfo() == null
            && info.fpgaInfo() == null
            && info.inferenceAcceleratorInfo() == null
            && info.neuronInfo() == null
            && info.mediaAcceleratorInfo() == null;
    return new InstanceShape(
        info.instanceTypeAsString(),
        info.vCpuInfo().defaultVCpus(),
        Math.toIntExact(info.memoryInfo().sizeInMiB()),
        architectures(info),
        Boolean.TRUE.equals(info.burstablePerformanceSupported()),
        markets(info),
        plain);
  }

  private static Set<Needs.Architecture> architectures(InstanceTypeInfo info) {
    Set<Needs.Architecture> known = EnumSet.noneOf(Needs.Architecture.class);
    for (Needs.Architecture each : Needs.Architecture.values()) {
      if (info.processorInfo()
          .supportedArchitecturesAsStrings()
          .contains(each.name().toLowerCase(Locale.ROOT))) {
        known.add(each);
      }
    }
    return known;
  }

  private static Set<Offering.Market> markets(InstanceTypeInfo info) {
    Set<Offering.Market> markets = EnumSet.noneOf(Offering.Market.class);
    List<String> classes = info.supportedUsageClassesAsStrings();
    if (classes.contains("spot")) {
      markets.add(Offering.Market.SPOT);
    }
    if (classes.contains("on-demand")) {
      markets.add(Offering.Market.ON_DEMAND);
    }
    return markets;
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }
}
