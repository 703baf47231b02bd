package dev.runnerfleet.provisioner.price;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.Offering;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What some types cost an hour in a region, as known at a time. */
public final class PriceList {

  private static final Logger LOG = Logger.getLogger(PriceList.class);

  private final String region;
  private final OnDemandPrices onDemand;

  /** By type and zone. */
  private final Map<String, Map<String, Usd>> spot = new HashMap<>();

  PriceList(String region, OnDemandPrices onDemand, List<SpotPriceRow> rows) {
    this.region = region;
    this.onDemand = onDemand;
    rows.forEach(
        row ->
            spot.computeIfAbsent(row.instanceType, type -> new HashMap<>())
                .put(row.zone, new Usd(row.price)));
  }

  /**
   * The price to record. On-demand's where spot's is not known, which errs on the dear side; zero,
   * with a warning, where neither is: a made-up price would pass for a known one.
   */
  public Usd of(Offering offering) {
    Optional<Usd> exact =
        switch (offering.market()) {
          case SPOT -> Optional.ofNullable(inZones(offering.instanceType()).get(offering.zone()));
          case ON_DEMAND -> Optional.empty();
        };
    return exact
        .or(() -> onDemand(offering.instanceType()))
        .orElseGet(() -> unknown(offering.instanceType()));
  }

  private Usd unknown(String type) {
    LOG.warnf(
        "Price not known, taken as zero; runnerfleet.on-demand-prices may tell it type=%s region=%s",
        type, region);
    return Usd.ZERO;
  }

  public Optional<Usd> onDemand(String type) {
    return onDemand.of(region, type);
  }

  /** The lowest spot price of the type in any zone; on-demand's where no spot price is known. */
  public Optional<Usd> cheapest(String type, Offering.Market market) {
    Optional<Usd> lowest =
        switch (market) {
          case SPOT -> inZones(type).values().stream().sorted().findFirst();
          case ON_DEMAND -> Optional.empty();
        };
    return lowest.or(() -> onDemand(type));
  }

  /** The spot prices of the types in the zones, those that are known. */
  public List<Usd> spot(Collection<String> types, Collection<String> zones) {
    return types.stream()
        .flatMap(type -> inZones(type).entrySet().stream())
        .filter(price -> zones.contains(price.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** How many of the types have no price in any market. */
  public long unknown(Collection<String> types) {
    return types.stream().filter(type -> cheapest(type, Offering.Market.SPOT).isEmpty()).count();
  }

  private Map<String, Usd> inZones(String type) {
    return spot.getOrDefault(type, Collections.emptyMap());
  }
}
