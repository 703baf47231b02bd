package dev.runnerfleet.provisioner.core.offering;

import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** All that is remembered of what AWS had none of. */
public record Marks(List<Mark> all) {

  /** What may be asked of a place that no mark concerns. */
  static final int ANY_NUMBER = Integer.MAX_VALUE;

  public static final Marks NONE = new Marks(List.of());

  public Marks {
    all = List.copyOf(all);
  }

  /** What became of marks that a call concerned. */
  public record Change(List<Mark> kept, List<Mark> forgotten) {
    public Change {
      kept = List.copyOf(kept);
      forgotten = List.copyOf(forgotten);
    }
  }

  /** How many machines may be asked of a place now. */
  int allowance(Place place, String region, Offering.Market market, Instant now) {
    return of(place, region, market)
        .filter(mark -> !mark.isForgotten(now))
        .mapToInt(mark -> mark.allowance(now))
        .min()
        .orElse(ANY_NUMBER);
  }

  /** Whether an answer to a call is waited for that will tell more of the place. */
  boolean isProbed(Place place, String region, Offering.Market market, Instant now) {
    return of(place, region, market).noneMatch(mark -> mark.isClosed(now))
        && of(place, region, market).anyMatch(mark -> mark.isProbed(now));
  }

  /** The codes of what keeps the places closed, in order. */
  List<String> codes(
      List<Place> places, String region, Predicate<Offering.Market> market, Instant now) {
    return all.stream()
        .filter(mark -> mark.isClosed(now) && market.test(mark.closure().market()))
        .map(Mark::closure)
        .filter(
            closure -> places.stream().anyMatch(p -> closure.concerns(p, region, closure.market())))
        .map(Closure::code)
        .distinct()
        .sorted()
        .toList();
  }

  /** The marks on probation among what a call asks for, as of when it goes out. */
  public List<Mark> probes(
      Collection<Place> asked, String region, Offering.Market market, Instant now) {
    return onProbation(asked, region, market, now).stream()
        .sorted(Comparator.comparing(mark -> mark.closure().key()))
        .toList();
  }

  /** With what a call asks for under probe until an answer is there, or may be given up. */
  public Marks probing(
      Collection<Place> asked, String region, Offering.Market market, Instant now, Duration lease) {
    List<Mark> probed = onProbation(asked, region, market, now);
    return new Marks(
        all.stream()
            .map(mark -> probed.contains(mark) ? mark.probed(now.plus(lease)) : mark)
            .toList());
  }

  /**
   * What an answer tells of marks on probation. What it refused is marked anew and not among these.
   *
   * @param asked what the call asked for
   * @param gave where its machines stand
   */
  public Change answered(
      Collection<Place> asked,
      Collection<Offering> gave,
      Collection<Closure> refused,
      String region,
      Offering.Market market,
      Instant now) {
    List<Mark> kept = new ArrayList<>();
    List<Mark> forgotten = new ArrayList<>();
    for (Mark mark : onProbation(asked, region, market, now)) {
      Closure closure = mark.closure();
      if (refused.stream().anyMatch(each -> each.key().equals(closure.key()))) {
        continue;
      }
      boolean success =
          asked.stream()
              .filter(place -> closure.concerns(place, region, market))
              .anyMatch(place -> gave.stream().anyMatch(given -> isAt(given, place)));
      Optional<Mark> next = success ? mark.gave() : Optional.of(mark.answered());
      next.ifPresentOrElse(kept::add, () -> forgotten.add(mark));
    }
    return new Change(kept, forgotten);
  }

  private static boolean isAt(Offering given, Place place) {
    return given.instanceType().equals(place.instanceType()) && given.zone().equals(place.zone());
  }

  private List<Mark> onProbation(
      Collection<Place> places, String region, Offering.Market market, Instant now) {
    return all.stream()
        .filter(mark -> !mark.isClosed(now) && !mark.isForgotten(now))
        .filter(mark -> places.stream().anyMatch(p -> mark.closure().concerns(p, region, market)))
        .toList();
  }

  private java.util.stream.Stream<Mark> of(Place place, String region, Offering.Market market) {
    return all.stream().filter(mark -> mark.closure().concerns(place, region, market));
  }
}
