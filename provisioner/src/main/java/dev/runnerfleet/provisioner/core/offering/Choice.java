package dev.runnerfleet.provisioner.core.offering;

import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.Place;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.core.Refusals;
import java.time.Instant;
import java.util.List;

/** What a call shall ask for: everything that may be had, so that AWS picks the best of it. */
public sealed interface Choice {

  /** Ask for these, at this market. */
  record Buy(Offering.Market market, List<Place> places) implements Choice {
    public Buy {
      places = List.copyOf(places);
    }
  }

  /** Nothing that the pool allows is to be had. */
  record Nothing(LaunchFailed.Reason reason, String detail) implements Choice {}

  /** Spot where any is left, on-demand where the pool allows it, else nothing. */
  static Choice of(Market market, List<Place> places, List<Closure> closures, Instant now) {
    if (market.spot() != Market.Spot.NEVER) {
      List<Place> spot = open(Offering.Market.SPOT, places, closures, now);
      if (!spot.isEmpty()) {
        return new Buy(Offering.Market.SPOT, spot);
      }
    }
    if (allowsOnDemand(market)) {
      List<Place> onDemand = open(Offering.Market.ON_DEMAND, places, closures, now);
      if (!onDemand.isEmpty()) {
        return new Buy(Offering.Market.ON_DEMAND, onDemand);
      }
    }
    return nothing(places, closures, now);
  }

  private static boolean allowsOnDemand(Market market) {
    return switch (market.spot()) {
      case NEVER -> true;
      case PREFERRED -> market.onDemandFallback();
      case ONLY -> false;
    };
  }

  private static List<Place> open(
      Offering.Market market, List<Place> places, List<Closure> closures, Instant now) {
    return places.stream()
        .filter(place -> closures.stream().noneMatch(c -> c.closes(place, market, now)))
        .toList();
  }

  private static Choice nothing(List<Place> places, List<Closure> closures, Instant now) {
    List<String> codes =
        closures.stream()
            .filter(closure -> closure.until().isAfter(now))
            .filter(closure -> places.stream().anyMatch(closure::concerns))
            .map(Closure::code)
            .distinct()
            .sorted()
            .toList();
    boolean quota =
        codes.stream().anyMatch(code -> Refusals.of(code, Refusals.OK) instanceof Refusal.Quota);
    return new Nothing(
        quota ? LaunchFailed.Reason.QUOTA : LaunchFailed.Reason.NO_CAPACITY,
        String.join(", ", codes));
  }
}
