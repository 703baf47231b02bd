package dev.runnerfleet.scaler.core;

import static dev.runnerfleet.scaler.core.Example.NOW;
import static dev.runnerfleet.scaler.core.Example.capacity;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.launch.LaunchRunner.Purpose;
import dev.runnerfleet.contracts.pool.Market.Spot;
import dev.runnerfleet.contracts.runner.Offering.Market;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.decision.Decision.Launch;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.queue.FairShares;
import dev.runnerfleet.scaler.core.queue.Queue;
import dev.runnerfleet.scaler.core.queue.Queue.Share;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which jobs machines are for: markets that they ask for, and projects in turn. */
class TurnsTest {

  private static final ProjectId LARGE = new ProjectId(1);
  private static final ProjectId SMALL = new ProjectId(2);

  @Test
  void shouldCountCapacityTowardsProjectsInTurn() {
    assertThat(FairShares.of(Map.of(LARGE, 1000, SMALL, 3), 10))
        .isEqualTo(Map.of(LARGE, 7, SMALL, 3));
    assertThat(FairShares.of(Map.of(LARGE, 1000, SMALL, 30), 9))
        .isEqualTo(Map.of(LARGE, 5, SMALL, 4));
    assertThat(FairShares.of(Map.of(LARGE, 2, SMALL, 1), 9)).isEqualTo(Map.of(LARGE, 2, SMALL, 1));
  }

  @Test
  void shouldOrderForProjectsInTurnWhereThereIsNoRoomForAll() {
    // Given: a thousand jobs that ask for spot, three of another project that do not
    Queue queue = queue(share(LARGE, Market.SPOT, 1000), share(SMALL, null, 3));

    // When
    Decision decision = decide(queue, Machines.fleet(), 6);

    // Then
    assertThat(decision.launches())
        .containsExactly(
            new Launch(Purpose.WAITING_JOB, 3, Market.SPOT),
            new Launch(Purpose.WAITING_JOB, 3, null));
  }

  @Test
  void shouldOrderTheMarketThatAJobAsksForThoughOtherMachinesAreFree() {
    // Given
    Queue queue = queue(share(LARGE, Market.ON_DEMAND, 1), share(SMALL, null, 1));
    Machines fleet = Machines.fleet().bought(2, Market.SPOT, "0.1", 1, "ami-1");

    // Then
    assertThat(decide(queue, fleet, 9).launches())
        .containsExactly(new Launch(Purpose.WAITING_JOB, 1, Market.ON_DEMAND));
    assertThat(decide(queue, fleet.bought(1, Market.ON_DEMAND, "0.3", 1, "ami-1"), 9).launches())
        .isEmpty();
  }

  @Test
  void shouldGiveAnOrderOfACancelledJobToTheNextThatItsMarketDoesFor() {
    // Given: the job that asked for spot is gone
    Machines fleet = Machines.fleet().ordered(1, Market.SPOT);

    // Then
    assertThat(decide(queue(share(SMALL, null, 1)), fleet, 9).acts()).isFalse();
    assertThat(decide(queue(share(SMALL, Market.ON_DEMAND, 1)), fleet, 9))
        .satisfies(decision -> assertThat(decision.recalls()).hasSize(1))
        .satisfies(decision -> assertThat(decision.launched()).isEqualTo(1));
  }

  @Test
  void shouldOrderWhatThereIsWhereAPoolHasNoOnDemandMachines() {
    // Given
    Queue queue = queue(share(LARGE, Market.ON_DEMAND, 1), share(LARGE, null, 1));
    Pool spotOnly =
        Example.pool(
            capacity(1, 9, 0, 0), new dev.runnerfleet.contracts.pool.Market(Spot.ONLY, false));

    // Then
    assertThat(Example.decide(queue, Machines.fleet().build(), spotOnly, NOW).launches())
        .containsExactly(new Launch(Purpose.WAITING_JOB, 2, null));
  }

  private static Decision decide(Queue queue, Machines fleet, int max) {
    return Example.decide(queue, fleet.build(), Example.pool(capacity(1, max, 0, 0)), NOW);
  }

  private static Queue queue(Share... shares) {
    return new Queue(List.of(shares), NOW);
  }

  private static Share share(ProjectId project, @Nullable Market market, int jobs) {
    return new Share(project, market, jobs);
  }
}
