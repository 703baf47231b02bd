package dev.runnerfleet.provisioner.core.offering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChoiceTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String REGION = "us-east-1";
  private static final Place A = new Place("m7i.large", "subnet-0a", "us-east-1a");
  private static final Place B = new Place("m7i.large", "subnet-0b", "us-east-1b");
  private static final Market PREFERRED = new Market(Market.Spot.PREFERRED, true);
  private static final Market ONLY = new Market(Market.Spot.ONLY, true);

  @Test
  void shouldAskForAllSpotThatIsNotMarked() {
    assertThat(choice(PREFERRED, 3, spot(A))).isEqualTo(buy(Offering.Market.SPOT, 3, B));
  }

  @Test
  void shouldFallBackToOnDemandWhenAllSpotIsMarked() {
    assertThat(choice(PREFERRED, 3, spot(A), spot(B)))
        .isEqualTo(buy(Offering.Market.ON_DEMAND, 3, A, B));
  }

  @Test
  void shouldFallBackToOnDemandWhenAQuotaClosesSpotAsAWhole() {
    Closure quota =
        new Closure(
            Closure.ANY_TYPE,
            REGION,
            Offering.Market.SPOT,
            "MaxSpotInstanceCountExceeded",
            NOW.plusSeconds(1));

    assertThat(choice(PREFERRED, 1, Mark.of(quota)))
        .isEqualTo(buy(Offering.Market.ON_DEMAND, 1, A, B));
  }

  @Test
  void shouldLeaveItWhereThePoolAllowsNoOnDemand() {
    assertThat(choice(ONLY, 3, spot(A), spot(B)))
        .isEqualTo(
            new Choice.Nothing(LaunchFailed.Reason.NO_CAPACITY, "InsufficientInstanceCapacity"));
  }

  @Test
  void shouldBuyOnDemandWhereThePoolWantsNoSpot() {
    assertThat(choice(new Market(Market.Spot.NEVER, false), 3))
        .isEqualTo(buy(Offering.Market.ON_DEMAND, 3, A, B));
  }

  @Test
  void shouldAskForOneMachineOfWhatWasDryAndForTheRestElsewhere() {
    // Given
    Marks marks = new Marks(List.of(spot(A)));
    Instant later = NOW.plusSeconds(180);

    // When
    Choice first = Choice.of(wish(PREFERRED, null, 50, SpotBreaker.Mode.CLOSED), marks, later);
    Marks probing =
        marks.probing(List.of(A), REGION, Offering.Market.SPOT, later, Duration.ofSeconds(30));
    Choice second = Choice.of(wish(PREFERRED, null, 49, SpotBreaker.Mode.CLOSED), probing, later);

    // Then
    assertThat(first).isEqualTo(new Choice.Buy(Offering.Market.SPOT, List.of(A), 1, true, false));
    assertThat(second).isEqualTo(buy(Offering.Market.SPOT, 49, B));
  }

  @Test
  void shouldWaitForTheProbeWhereNothingElseIsLeft() {
    // Given
    Instant later = NOW.plusSeconds(180);
    Marks probing =
        new Marks(List.of(spot(A), spot(B)))
            .probing(List.of(A, B), REGION, Offering.Market.SPOT, later, Duration.ofSeconds(30));

    // When
    Choice choice = Choice.of(wish(ONLY, null, 5, SpotBreaker.Mode.CLOSED), probing, later);

    // Then
    assertThat(choice).isEqualTo(new Choice.Wait());
  }

  @Test
  void shouldDoubleTheBudgetWithEachSuccessUntilTheMarkIsForgotten() {
    // Given
    Instant later = NOW.plusSeconds(180);
    Marks marks = new Marks(List.of(spot(A)));
    List<Integer> budgets = new ArrayList<>();

    // When
    while (!marks.all().isEmpty()) {
      budgets.add(marks.all().getFirst().budget());
      marks =
          new Marks(
              marks
                  .answered(
                      List.of(A),
                      List.of(new Offering("m7i.large", "us-east-1a", Offering.Market.SPOT)),
                      List.of(),
                      REGION,
                      Offering.Market.SPOT,
                      later)
                  .kept());
    }

    // Then
    assertThat(budgets).containsExactly(1, 2, 4, 8, 16, 32, 64);
  }

  @Test
  void shouldNeverBuyOnDemandForAJobThatAsksForSpot() {
    for (SpotBreaker.Mode mode : SpotBreaker.Mode.values()) {
      assertThat(
              Choice.of(
                  wish(PREFERRED, Offering.Market.SPOT, 3, mode),
                  new Marks(List.of(spot(A), spot(B))),
                  NOW))
          .isInstanceOf(Choice.Nothing.class);
      assertThat(Choice.of(wish(PREFERRED, Offering.Market.SPOT, 3, mode), Marks.NONE, NOW))
          .isEqualTo(buy(Offering.Market.SPOT, 3, A, B));
    }
  }

  @Test
  void shouldDoWithoutSpotWhileTheBreakerIsOpenAndTryOneWhenHalfOpen() {
    assertThat(Choice.of(wish(PREFERRED, null, 3, SpotBreaker.Mode.OPEN), Marks.NONE, NOW))
        .isEqualTo(buy(Offering.Market.ON_DEMAND, 3, A, B));
    assertThat(Choice.of(wish(PREFERRED, null, 3, SpotBreaker.Mode.HALF_OPEN), Marks.NONE, NOW))
        .isEqualTo(new Choice.Buy(Offering.Market.SPOT, List.of(A, B), 1, false, true));
    assertThat(Choice.of(wish(ONLY, null, 3, SpotBreaker.Mode.OPEN), Marks.NONE, NOW))
        .isEqualTo(buy(Offering.Market.SPOT, 3, A, B));
  }

  @Test
  void shouldBuyTheOnDemandBaseFirst() {
    Wish wish = new Wish(PREFERRED, null, REGION, List.of(A, B), 5, 2, SpotBreaker.Mode.CLOSED);

    assertThat(Choice.of(wish, Marks.NONE, NOW)).isEqualTo(buy(Offering.Market.ON_DEMAND, 2, A, B));
  }

  @Test
  void shouldNameOneSubnetForEachTypeAndZone() {
    Place twin = new Place("m7i.large", "subnet-0z", "us-east-1a");
    Wish wish = new Wish(PREFERRED, null, REGION, List.of(A, twin), 1, 0, SpotBreaker.Mode.CLOSED);
    Closure full =
        new Closure(
            Closure.ANY_TYPE,
            "subnet-0a",
            Offering.Market.SPOT,
            "InsufficientFreeAddressesInSubnet",
            NOW.plusSeconds(1));

    assertThat(Choice.of(wish, Marks.NONE, NOW)).isEqualTo(buy(Offering.Market.SPOT, 1, A));
    assertThat(Choice.of(wish, new Marks(List.of(Mark.of(full))), NOW))
        .isEqualTo(buy(Offering.Market.SPOT, 1, twin));
  }

  @Property(tries = 300)
  void shouldNeverAskMoreOfAPlaceThanItsMarksAllow(
      @ForAll @Size(max = 12) List<@IntRange(max = 600) Integer> closedForSeconds,
      @ForAll @IntRange(min = 1, max = 40) int size,
      @ForAll Market.Spot rule,
      @ForAll boolean fallback,
      @ForAll SpotBreaker.Mode mode) {
    // Given
    List<Place> places =
        Stream.of("m7i", "m6i", "c7i")
            .flatMap(
                type ->
                    Stream.of("a", "b")
                        .map(z -> new Place(type + ".large", "subnet-0" + z, "us-east-1" + z)))
            .toList();
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < closedForSeconds.size(); i++) {
      Place place = places.get(i / 2);
      marks.add(
          new Mark(
              new Closure(
                  place.instanceType(),
                  place.zone(),
                  i % 2 == 0 ? Offering.Market.SPOT : Offering.Market.ON_DEMAND,
                  "InsufficientInstanceCapacity",
                  NOW.plusSeconds(closedForSeconds.get(i))),
              1 << (closedForSeconds.get(i) % 5),
              Instant.EPOCH));
    }
    Instant later = NOW.plusSeconds(300);
    Marks all = new Marks(marks);

    // When
    Choice choice =
        Choice.of(
            new Wish(new Market(rule, fallback), null, REGION, places, size, 0, mode), all, later);

    // Then
    if (choice instanceof Choice.Buy buy) {
      assertThat(buy.size()).isBetween(1, size);
      assertThat(buy.places())
          .isNotEmpty()
          .doesNotHaveDuplicates()
          .allMatch(p -> all.allowance(p, REGION, buy.market(), later) >= buy.size());
      assertThat(buy.market() == Offering.Market.ON_DEMAND && rule == Market.Spot.ONLY).isFalse();
      assertThat(buy.market() == Offering.Market.SPOT && rule == Market.Spot.NEVER).isFalse();
      assertThat(
              buy.market() == Offering.Market.ON_DEMAND
                  && rule == Market.Spot.PREFERRED
                  && !fallback)
          .isFalse();
    }
  }

  private static Choice choice(Market market, int size, Mark... marks) {
    return Choice.of(
        wish(market, null, size, SpotBreaker.Mode.CLOSED), new Marks(List.of(marks)), NOW);
  }

  private static Wish wish(
      Market market, Offering.@Nullable Market only, int size, SpotBreaker.Mode mode) {
    return new Wish(market, only, REGION, List.of(A, B), size, 0, mode);
  }

  private static Choice buy(Offering.Market market, int size, Place... places) {
    return new Choice.Buy(market, List.of(places), size, false, false);
  }

  private static Mark spot(Place place) {
    return Mark.of(
        new Closure(
            place.instanceType(),
            place.zone(),
            Offering.Market.SPOT,
            "InsufficientInstanceCapacity",
            NOW.plusSeconds(180)));
  }
}
