package dev.runnerfleet.provisioner.preparation;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.pool.ExpectedPrice;
import dev.runnerfleet.provisioner.core.pool.Shortlist;
import dev.runnerfleet.provisioner.ec2.RefusedException;
import dev.runnerfleet.provisioner.pool.Pool;
import dev.runnerfleet.provisioner.pool.Prepared;
import dev.runnerfleet.provisioner.price.PriceList;
import dev.runnerfleet.provisioner.price.Prices;
import dev.runnerfleet.provisioner.template.LaunchTemplates;
import dev.runnerfleet.provisioner.template.Template;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Finds out what a pool comes to in AWS as of now: its instance types, the AMI that its image
 * stands for, what a machine will cost. Fails with {@link RefusedException} where no types can be
 * told; without an AMI or a price machines can be launched all the same.
 */
@ApplicationScoped
class Assessment {

  private static final Logger LOG = Logger.getLogger(Assessment.class);

  private final InstanceTypes types;
  private final LaunchTemplates templates;
  private final Prices prices;

  Assessment(InstanceTypes types, LaunchTemplates templates, Prices prices) {
    this.types = types;
    this.templates = templates;
    this.prices = prices;
  }

  Uni<Prepared> of(PoolSpec spec, Template template, Collection<String> zones) {
    return types(spec)
        .chain(
            found ->
                image(spec, template)
                    .chain(
                        image ->
                            price(spec, found, zones)
                                .map(price -> prepared(template, found, image, price))));
  }

  private static Prepared prepared(
      Template template, List<String> types, Optional<String> image, Usd price) {
    return new Prepared(
        new Pool.Template(template.name(), Long.toString(template.version())),
        types,
        image.orElse(null),
        price);
  }

  private Uni<List<String>> types(PoolSpec spec) {
    List<String> named = spec.machine().instanceTypes();
    return named.isEmpty()
        ? types.of(spec)
        : types
            .of(spec)
            .onFailure(RefusedException.class)
            .invoke(failure -> unknown("Spot prices", spec, failure))
            .onFailure(RefusedException.class)
            .recoverWithItem(named);
  }

  private Uni<Optional<String>> image(PoolSpec spec, Template template) {
    return templates
        .image(spec.region(), template)
        .onFailure(RefusedException.class)
        .invoke(failure -> unknown("AMI", spec, failure))
        .onFailure(RefusedException.class)
        .recoverWithItem(Optional.empty());
  }

  private static void unknown(String what, PoolSpec spec, Throwable failure) {
    LOG.warnf(
        "%s of a pool not told by AWS pool=%s reason=%s", what, spec.name(), failure.getMessage());
  }

  private Uni<Usd> price(PoolSpec spec, List<String> types, Collection<String> zones) {
    return Panache.withSession(() -> prices.ofTypes(spec.region(), types))
        .map(list -> expected(spec, types, zones, list));
  }

  private static Usd expected(
      PoolSpec spec, List<String> types, Collection<String> zones, PriceList list) {
    List<Usd> spot =
        switch (Shortlist.first(spec.market())) {
          case SPOT -> list.spot(types, zones);
          case ON_DEMAND -> List.of();
        };
    return spot.isEmpty()
        ? ExpectedPrice.onDemand(
            types.stream()
                .map(type -> list.cheapest(type, Offering.Market.ON_DEMAND))
                .flatMap(Optional::stream)
                .toList())
        : ExpectedPrice.atSpot(spot);
  }
}
