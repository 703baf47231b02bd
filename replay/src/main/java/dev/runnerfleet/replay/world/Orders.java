package dev.runnerfleet.replay.world;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.sandbox.core.aws.catalogue.InstanceType;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.fleet.AllocationStrategy;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetConfig;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetOrder;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetOverride;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetTarget;
import dev.runnerfleet.sandbox.core.aws.run.RunOrder;
import dev.runnerfleet.sandbox.core.aws.template.TemplateData;
import dev.runnerfleet.sandbox.core.aws.template.TemplateRef;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the simulated EC2 is asked for. Images and tags decide nothing here. */
final class Orders {

  static final String TEMPLATE = "replay";

  private static final Map<String, String> IMAGES =
      Map.of("x86_64", "ami-0123456789abcdef0", "arm64", "ami-0123456789abcdef1");

  private Orders() {}

  static @Nullable String image(String architecture) {
    return IMAGES.get(architecture);
  }

  static TemplateData data(@Nullable String type, @Nullable String image) {
    return new TemplateData(
        new TreeMap<>(), image, type, null, null, null, List.of(), List.of(), Map.of());
  }

  /** As many as that, by the strategy that Runnerfleet asks for. */
  static FleetOrder fleet(Market market, int count, List<FleetOverride> overrides) {
    AllocationStrategy strategy =
        switch (market) {
          case SPOT -> AllocationStrategy.PRICE_CAPACITY_OPTIMIZED;
          case ON_DEMAND -> AllocationStrategy.LOWEST_PRICE;
        };
    return new FleetOrder(
        List.of(new FleetTarget(market, strategy, count, 0)),
        List.of(new FleetConfig(new TemplateRef(null, TEMPLATE), null, overrides)),
        Map.of());
  }

  static FleetOverride override(InstanceType type, String subnet) {
    return new FleetOverride(type.name(), subnet, null, null, image(type.architecture()), null);
  }

  /** One machine. */
  static RunOrder run(
      InstanceType type, Market market, @Nullable String zone, @Nullable Usd maxPrice) {
    TemplateData data = data(type.name(), image(type.architecture()));
    return new RunOrder(data, null, market, null, zone, 1, 1, maxPrice, Map.of());
  }
}
