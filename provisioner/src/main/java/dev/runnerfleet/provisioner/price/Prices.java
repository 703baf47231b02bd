package dev.runnerfleet.provisioner.price;

import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.FleetReply;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What machines cost an hour. Runs in its caller's transaction and never asks AWS. */
@ApplicationScoped
public class Prices {

  private final OnDemandPrices onDemand;

  Prices(OnDemandPrices onDemand) {
    this.onDemand = onDemand;
  }

  /** The prices of some machines' offerings. */
  public Uni<PriceList> now(String region, Collection<FleetReply.Machine> machines) {
    Set<String> types =
        machines.stream()
            .map(FleetReply.Machine::offering)
            .filter(offering -> offering.market() == Offering.Market.SPOT)
            .map(Offering::instanceType)
            .collect(Collectors.toSet());
    return ofTypes(region, types);
  }

  /** The prices of some types, in all zones. */
  public Uni<PriceList> ofTypes(String region, Collection<String> types) {
    return types.isEmpty()
        ? Uni.createFrom().item(new PriceList(region, onDemand, List.of()))
        : rows(region, types).map(rows -> new PriceList(region, onDemand, rows));
  }

  private static Uni<List<SpotPriceRow>> rows(String region, Collection<String> types) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from SpotPriceRow where region = :region and instanceType in (:types)",
                        SpotPriceRow.class)
                    .setParameter("region", region)
                    .setParameter("types", types)
                    .getResultList());
  }
}
