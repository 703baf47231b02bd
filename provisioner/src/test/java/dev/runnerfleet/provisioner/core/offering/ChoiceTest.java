package dev.runnerfleet.provisioner.core.offering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.Place;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Place A = new Place("m7i.large", "subnet-0a", "us-east-1a");
  private static final Place B = new Place("m7i.large", "subnet-0b", "us-east-1b");
  private static final Market PREFERRED = new Market(Market.Spot.PREFERRED, true);

  @Test
  void shouldAskForAllSpotThatIsNotMarked() {
    assertThat(Choice.of(PREFERRED, List.of(A, B), List.of(spot(A)), NOW))
        .isEqualTo(new Choice.Buy(Offering.Market.SPOT, List.of(B)));
  }

  @Test
  void shouldFallBackToOnDemandWhenAllSpotIsMarked() {
    assertThat(Choice.of(PREFERRED, List.of(A, B), List.of(spot(A), spot(B)), NOW))
        .isEqualTo(new Choice.Buy(Offering.Market.ON_DEMAND, List.of(A, B)));
  }

  @Test
  void shouldLeaveItWhereThePoolAllowsNoOnDemand() {
    assertThat(Choice.of(new Market(Market.Spot.ONLY, true), List.of(A), List.of(spot(A)), NOW))
        .isEqualTo(
            new Choice.Nothing(LaunchFailed.Reason.NO_CAPACITY, "InsufficientInstanceCapacity"));
  }

  @Test
  void shouldComeBackToSpotWhenTheMarkHasExpired() {
    assertThat(Choice.of(PREFERRED, List.of(A), List.of(spot(A)), NOW.plusSeconds(180)))
        .isEqualTo(new Choice.Buy(Offering.Market.SPOT, List.of(A)));
  }

  @Test
  void shouldBuyOnDemandWhereThePoolWantsNoSpot() {
    assertThat(Choice.of(new Market(Market.Spot.NEVER, false), List.of(A), List.of(), NOW))
        .isEqualTo(new Choice.Buy(Offering.Market.ON_DEMAND, List.of(A)));
  }

  private static Closure spot(Place place) {
    return new Closure(
        place.instanceType(),
        place.zone(),
        Offering.Market.SPOT,
        "InsufficientInstanceCapacity",
        NOW.plusSeconds(180));
  }
}
