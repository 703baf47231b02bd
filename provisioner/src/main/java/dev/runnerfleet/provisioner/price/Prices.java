package dev.runnerfleet.provisioner.price;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.FleetReply;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** What machines cost an hour. Runs in its caller's transaction and never asks AWS. */
@ApplicationScoped
public class Prices {

  private static final Logger LOG = Logger.getLogger(Prices.class);

  private final OnDemandPrices onDemand;

  Prices(OnDemandPrices onDemand) {
    this.onDemand = onDemand;
  }

  /** The prices of some machines' offerings, as known now. */
  public static final class Priced {
    private final OnDemandPrices onDemand;
    private final Map<String, Usd> spot;

    private Priced(OnDemandPrices onDemand, Map<String, Usd> spot) {
      this.onDemand = onDemand;
      this.spot = spot;
    }

    /** The price; on-demand's where spot's is not known, zero where nothing is. */
    public Usd of(Offering offering) {
      Optional<Usd> exact =
          switch (offering.market()) {
            case SPOT ->
                Optional.ofNullable(spot.get(key(offering.instanceType(), offering.zone())));
            case ON_DEMAND -> Optional.empty();
          };
      return exact
          .or(() -> onDemand.of(offering.instanceType()))
          .orElseGet(() -> unknown(offering));
    }

    private static Usd unknown(Offering offering) {
      LOG.infof("Price not known, taken as zero type=%s", offering.instanceType());
      return Usd.ZERO;
    }
  }

  public Uni<Priced> now(String region, Collection<FleetReply.Machine> machines) {
    Set<String> ids =
        machines.stream()
            .map(FleetReply.Machine::offering)
            .filter(offering -> offering.market() == Offering.Market.SPOT)
            .map(o -> SpotPriceRow.id(region, o.instanceType(), o.zone()))
            .collect(Collectors.toSet());
    return ids.isEmpty()
        ? Uni.createFrom().item(new Priced(onDemand, Map.of()))
        : rows(ids).map(this::priced);
  }

  private static Uni<List<SpotPriceRow>> rows(Set<String> ids) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from SpotPriceRow where id in (:ids)", SpotPriceRow.class)
                    .setParameter("ids", ids)
                    .getResultList());
  }

  private Priced priced(List<SpotPriceRow> rows) {
    Map<String, Usd> spot = new HashMap<>();
    rows.forEach(row -> spot.put(key(row.instanceType, row.zone), new Usd(row.price)));
    return new Priced(onDemand, spot);
  }

  private static String key(String instanceType, String zone) {
    return instanceType + " " + zone;
  }
}
