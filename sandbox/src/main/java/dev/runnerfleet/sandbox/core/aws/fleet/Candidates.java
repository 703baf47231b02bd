package dev.runnerfleet.sandbox.core.aws.fleet;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.catalogue.Subnet;
import dev.runnerfleet.sandbox.core.aws.run.Launchable;
import dev.runnerfleet.sandbox.core.aws.run.Runs;
import dev.runnerfleet.sandbox.core.aws.stock.Prices;
import dev.runnerfleet.sandbox.core.aws.template.TemplateVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Sorts an order's overrides into those that could be launched and those that name something that
 * does not exist. The latter are no refusal of the whole: an instant fleet tells of them in its
 * reply, beside what it launched elsewhere.
 */
final class Candidates {
  private final Launchable launchable;
  private final Prices prices;
  private final Market market;
  private final Instant now;
  private final List<Candidate> usable = new ArrayList<>();
  private final List<FleetError> errors = new ArrayList<>();

  Candidates(Launchable launchable, Prices prices, Market market, Instant now) {
    this.launchable = launchable;
    this.prices = prices;
    this.market = market;
    this.now = now;
  }

  /** Looks at an override; an unknown type refuses the whole order. */
  void add(TemplateVersion template, FleetOverride override) {
    String name = override.instanceType();
    var type = launchable.type(name != null ? name : template.data().instanceType());
    try {
      Subnet subnet = subnet(override);
      var offering = new Offering(type, subnet.zone(), market);
      var image = launchable.check(template.data(), override.image(), offering);
      Usd price = prices.at(offering, now);
      Runs.refuseAbove(override.maxPrice(), price, market);
      usable.add(new Candidate(template, override, offering, subnet, image, price));
    } catch (Refusal refusal) {
      errors.add(new FleetError(template, override, market, refusal.code(), refusal.message()));
    }
  }

  /** Without one named, the first of the zone named, or of all. */
  private Subnet subnet(FleetOverride override) {
    String id = override.subnetId();
    if (id != null) {
      return launchable.subnet(id);
    }
    return launchable.catalogue().subnets().stream()
        .filter(subnet -> override.zone() == null || subnet.zone().name().equals(override.zone()))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.invalid(
                    "AvailabilityZone", String.valueOf(override.zone()), "No such zone here."));
  }

  void refuseDuplicates() {
    var pools = new HashSet<Offering>();
    for (Candidate candidate : usable) {
      if (!pools.add(candidate.offering())) {
        throw new Refusal(
            "InvalidFleetConfig", "The fleet configuration contains duplicate instance pools.");
      }
    }
  }

  List<Candidate> usable() {
    return usable;
  }

  List<FleetError> errors() {
    return errors;
  }
}
