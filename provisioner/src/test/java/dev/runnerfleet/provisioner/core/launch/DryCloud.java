package dev.runnerfleet.provisioner.core.launch;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.FleetReply;
import dev.runnerfleet.provisioner.core.Place;
import dev.runnerfleet.provisioner.core.offering.Choice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * What EC2 answers to an instant fleet where some offerings are dry: the first place that has
 * capacity gives all machines, and each dry one before it is told of.
 */
final class DryCloud {

  private final BiPredicate<Place, Instant> dry;
  private int minted;

  /** How many machines each place was asked for, call by call. */
  final Map<Place, List<Ask>> asks = new HashMap<>();

  record Ask(Instant at, int machines) {}

  DryCloud(BiPredicate<Place, Instant> dry) {
    this.dry = dry;
  }

  FleetReply answer(Choice.Buy buy, Instant now) {
    List<FleetReply.Shortfall> errors = new ArrayList<>();
    for (Place place : buy.places()) {
      asks.computeIfAbsent(place, key -> new ArrayList<>()).add(new Ask(now, buy.size()));
      if (buy.market() == Offering.Market.ON_DEMAND || !dry.test(place, now)) {
        List<FleetReply.Machine> machines = new ArrayList<>();
        for (int i = 0; i < buy.size(); i++) {
          machines.add(
              new FleetReply.Machine(
                  new InstanceId("i-%017x".formatted(++minted)),
                  new Offering(place.instanceType(), place.zone(), buy.market())));
        }
        return new FleetReply(machines, errors);
      }
      errors.add(new FleetReply.Shortfall("InsufficientInstanceCapacity", place));
    }
    return new FleetReply(List.of(), errors);
  }
}
