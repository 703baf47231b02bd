package dev.runnerfleet.provisioner.core.offering;

import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.Place;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.core.Refusals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the next call for a wish shall ask for: all that may be had, so that AWS picks of it. */
public sealed interface Choice {

  /** An instant fleet takes at most so many overrides (EC2 User Guide, "EC2 Fleet quotas"). */
  int MOST_PLACES = 300;

  /**
   * Ask for these, at this market.
   *
   * @param size for how many machines, of those wished for
   * @param onProbation whether it only asks what was dry of late, to see
   * @param onTrial whether it is to show whether spot can be trusted again
   */
  record Buy(
      Offering.Market market, List<Place> places, int size, boolean onProbation, boolean onTrial)
      implements Choice {
    public Buy {
      places = List.copyOf(places);
    }
  }

  /** Everything that is not closed is being probed: the outcome is worth waiting for. */
  record Wait() implements Choice {}

  /** Nothing that the pool allows is to be had. */
  record Nothing(LaunchFailed.Reason reason, String detail) implements Choice {}

  /**
   * Spot where it is left and trusted, on-demand where the pool always wants some or allows it
   * instead, else nothing.
   */
  static Choice of(Wish wish, Marks marks, Instant now) {
    List<Attempt> attempts = attempts(wish);
    boolean probed = false;
    for (Attempt attempt : attempts) {
      Found found = found(wish, attempt.market(), marks, now);
      if (found.anything()) {
        return found.buy(attempt);
      }
      probed |= found.probed();
    }
    return probed ? new Wait() : nothing(wish, attempts, marks, now);
  }

  /** A market to try, for how many machines at most. */
  record Attempt(Offering.Market market, int size, boolean onTrial) {}

  private static List<Attempt> attempts(Wish wish) {
    Attempt spot = new Attempt(Offering.Market.SPOT, wish.size(), false);
    Attempt onDemand = new Attempt(Offering.Market.ON_DEMAND, wish.size(), false);
    Offering.Market only = wish.only();
    if (only != null) {
      return switch (only) {
        // A job that asks for spot gets spot or nothing, whatever the breaker says.
        case SPOT -> List.of(spot);
        case ON_DEMAND -> List.of(onDemand);
      };
    }
    return switch (wish.rule().spot()) {
      case ONLY -> List.of(spot);
      case NEVER -> List.of(onDemand);
      case PREFERRED -> preferred(wish, spot, onDemand);
    };
  }

  private static List<Attempt> preferred(Wish wish, Attempt spot, Attempt onDemand) {
    boolean fallback = wish.rule().onDemandFallback();
    if (wish.onDemandMissing() > 0) {
      int base = Math.min(wish.size(), wish.onDemandMissing());
      return List.of(new Attempt(Offering.Market.ON_DEMAND, base, false), spot);
    }
    if (!fallback) {
      // Without anything to stand in for it, spot at risk is better than nothing.
      return List.of(spot);
    }
    return switch (wish.spot()) {
      case CLOSED -> List.of(spot, onDemand);
      case HALF_OPEN -> List.of(new Attempt(Offering.Market.SPOT, 1, true), onDemand);
      case OPEN -> List.of(onDemand, spot);
    };
  }

  /**
   * Places of one market.
   *
   * @param free what any number may be asked of
   * @param tight what was dry of late
   * @param most how many machines each of those may be asked for
   * @param probed whether more will be known soon
   */
  record Found(List<Place> free, List<Place> tight, int most, boolean probed) {

    boolean anything() {
      return !free.isEmpty() || !tight.isEmpty();
    }

    Buy buy(Attempt attempt) {
      int size = attempt.size();
      Offering.Market market = attempt.market();
      if (tight.isEmpty()) {
        return new Buy(market, distinct(free), size, false, attempt.onTrial());
      }
      if (size <= most && !free.isEmpty()) {
        List<Place> both = new ArrayList<>(free);
        both.addAll(tight);
        return new Buy(market, distinct(both), size, false, attempt.onTrial());
      }
      return new Buy(market, distinct(tight), Math.min(size, most), true, attempt.onTrial());
    }

    /** One subnet for each type and zone: EC2 refuses a fleet that names a pool of its twice. */
    private static List<Place> distinct(List<Place> places) {
      Map<String, Place> byPool = new LinkedHashMap<>();
      for (Place place : places) {
        String zone = place.zone().isEmpty() ? place.subnet() : place.zone();
        byPool.putIfAbsent(place.instanceType() + " " + zone, place);
      }
      return byPool.values().stream().limit(MOST_PLACES).toList();
    }
  }

  private static Found found(Wish wish, Offering.Market market, Marks marks, Instant now) {
    List<Place> free = new ArrayList<>();
    List<Place> tight = new ArrayList<>();
    int most = Marks.ANY_NUMBER;
    boolean probed = false;
    for (Place place : wish.places()) {
      int allowance = marks.allowance(place, wish.region(), market, now);
      if (allowance == Marks.ANY_NUMBER) {
        free.add(place);
      } else if (allowance > 0) {
        tight.add(place);
        most = Math.min(most, allowance);
      } else {
        probed |= marks.isProbed(place, wish.region(), market, now);
      }
    }
    return new Found(free, tight, most, probed);
  }

  private static Choice nothing(Wish wish, List<Attempt> attempts, Marks marks, Instant now) {
    List<String> codes =
        marks.codes(
            wish.places(),
            wish.region(),
            market -> attempts.stream().anyMatch(attempt -> attempt.market() == market),
            now);
    boolean quota =
        codes.stream().anyMatch(code -> Refusals.of(code, Refusals.OK) instanceof Refusal.Quota);
    return new Nothing(
        quota ? LaunchFailed.Reason.QUOTA : LaunchFailed.Reason.NO_CAPACITY,
        String.join(", ", codes));
  }
}
