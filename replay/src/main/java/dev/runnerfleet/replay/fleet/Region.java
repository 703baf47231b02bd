package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Needs;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.runner.PoolPrepared;
import dev.runnerfleet.provisioner.core.Place;
import dev.runnerfleet.provisioner.core.pool.ExpectedPrice;
import dev.runnerfleet.provisioner.core.pool.InstanceShape;
import dev.runnerfleet.provisioner.core.pool.Shortlist;
import dev.runnerfleet.replay.world.Aws;
import dev.runnerfleet.sandbox.core.aws.catalogue.InstanceType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One region: its AWS, and what of Runnerfleet works there. */
record Region(String name, Aws aws, Units units, Provisioning provisioning, Reaping reaping) {

  /** Where the pool's machines may stand. Its subnets are taken for the simulated region's. */
  List<Place> places(PoolSpec pool) {
    Set<String> subnets = new LinkedHashSet<>();
    List<String> named = pool.machine().subnets();
    for (int i = 0; i < named.size(); i++) {
      subnets.add(aws.subnet(named.get(i), i));
    }
    List<Place> places = new ArrayList<>();
    for (String type : types(pool, subnets.size())) {
      for (String subnet : subnets) {
        places.add(new Place(type, subnet, aws.subnet(subnet).zone().name()));
      }
    }
    return places;
  }

  private List<String> types(PoolSpec pool, int subnets) {
    Needs needs = pool.machine().needs();
    List<InstanceType> known = aws.types();
    if (needs != null) {
      return Shortlist.of(
          needs,
          pool.market(),
          subnets,
          known.stream().map(Region::shape).toList(),
          type -> Optional.of(aws.type(type).onDemandPrice()));
    }
    List<String> names = known.stream().map(InstanceType::name).toList();
    for (String type : pool.machine().instanceTypes()) {
      if (!names.contains(type)) {
        throw new InvalidValueException(
            "machine.instance-types of " + pool.name(),
            type,
            "a type that the simulated AWS has ("
                + String.join(", ", names.subList(0, Math.min(20, names.size())))
                + "), or --spot with a folder that describes it");
      }
    }
    return pool.machine().instanceTypes();
  }

  private static InstanceShape shape(InstanceType type) {
    return new InstanceShape(
        type.name(),
        type.vcpus(),
        type.memoryMib(),
        Set.of(Needs.Architecture.valueOf(type.architecture().toUpperCase(Locale.ROOT))),
        type.isBurstable(),
        Set.of(Offering.Market.values()),
        type.isCurrentGeneration() && !type.isBareMetal());
  }

  /** What the provisioner says of the pool: what its next machine will likely cost. */
  PoolPrepared prepared(PoolSpec pool, List<Place> places, Instant at) {
    Offering.Market market = Shortlist.first(pool.market());
    List<Usd> prices = places.stream().map(place -> units.price(place, market)).toList();
    Usd expected =
        switch (market) {
          case SPOT -> ExpectedPrice.atSpot(prices);
          case ON_DEMAND -> ExpectedPrice.onDemand(prices);
        };
    return new PoolPrepared(pool.name(), pool.revision(), null, expected, at);
  }
}
