package dev.runnerfleet.scaler.core;

import static dev.runnerfleet.scaler.core.Example.NOW;
import static dev.runnerfleet.scaler.core.Example.capacity;
import static dev.runnerfleet.scaler.core.Example.queue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.Offering.Market;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.decision.Decision.Retirement;
import dev.runnerfleet.scaler.core.pool.Drift;
import dev.runnerfleet.scaler.core.pool.LaunchHealth;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.pool.Preparation;
import org.junit.jupiter.api.Test;

class DriftTest {

  private static final Capacity NO_BUFFER = capacity(1, 50, 0, 0);

  @Test
  void shouldCountOnlyChangesOfTheMachineItself() {
    // Given
    PoolSpec spec = Example.spec("linux", NO_BUFFER);

    // Then
    assertThat(Drift.changesMachines(spec, Example.spec("linux", capacity(1, 9, 3, 2)))).isFalse();
    assertThat(Drift.changesMachines(spec, spec.withPriority(3).withRevision(2))).isFalse();
    assertThat(Drift.changesMachines(spec, Example.spec("linux", capacity(2, 50, 0, 0)))).isTrue();
  }

  @Test
  void shouldReplaceAShareAtATimeIdleOnesOfAnOlderRevisionAndImage() {
    // Given: twenty stand, two of an older revision and two of an older image; one goes already
    Pool pool = pool(NO_BUFFER.withDriftShare(0.1), 2, "ami-2");
    Machines fleet =
        Machines.fleet()
            .bought(2, Market.SPOT, "0.1", 1, "ami-2")
            .bought(2, Market.SPOT, "0.1", 2, "ami-1")
            .bought(16, Market.SPOT, "0.1", 2, "ami-2");

    // Then
    assertThat(decide(0, fleet, pool).retirements())
        .extracting(Retirement::reason)
        .containsExactly(RetirementReason.DRIFT, RetirementReason.DRIFT);
    assertThat(decide(0, fleet.replaced(1), pool).retirements()).hasSize(1);
  }

  @Test
  void shouldOrderTheReplacementFirstWhereTheBufferNeedsTheMachine() {
    // Given
    Pool pool = pool(capacity(1, 50, 1, 0), 2, "ami-2");
    Machines old = Machines.fleet().bought(1, Market.SPOT, "0.1", 1, "ami-1");

    // When
    Decision first = decide(0, old, pool);
    Decision meanwhile =
        decide(0, Machines.fleet().bought(1, Market.SPOT, "0.1", 1, "ami-1").booting(1), pool);
    Decision last = decide(0, old.bought(1, Market.SPOT, "0.1", 2, "ami-2"), pool);

    // Then
    assertThat(first.launched()).isEqualTo(1);
    assertThat(first.retirements()).isEmpty();
    assertThat(meanwhile.acts()).isFalse();
    assertThat(last.launched()).isZero();
    assertThat(last.retirements())
        .extracting(Retirement::reason)
        .containsExactly(RetirementReason.DRIFT);
  }

  @Test
  void shouldRetireFirstWhereThereIsNoRoomForAReplacementBeside() {
    // Given
    Pool pool = pool(capacity(1, 1, 1, 0), 2, "ami-2");

    // When
    Decision decision = decide(3, Machines.fleet().bought(1, Market.SPOT, "0.1", 1, "ami-1"), pool);

    // Then
    assertThat(decision.retirements())
        .extracting(Retirement::reason)
        .containsExactly(RetirementReason.DRIFT);
  }

  @Test
  void shouldLeaveDriftAloneWithoutAShareAndBusyMachinesAlways() {
    // Given
    Pool none = pool(NO_BUFFER.withDriftShare(0), 2, "ami-2");
    Pool some = pool(NO_BUFFER, 2, "ami-2");

    // Then
    assertThat(decide(0, Machines.fleet().bought(1, Market.SPOT, "0.1", 1, "ami-1"), none).acts())
        .isFalse();
    assertThat(decide(0, Machines.fleet().busy(3, 1), some).acts()).isFalse();
  }

  private static Decision decide(int queued, Machines fleet, Pool pool) {
    return Example.decide(queue(queued), fleet.build(), pool, NOW);
  }

  private static Pool pool(Capacity capacity, int machineRevision, String image) {
    return new Pool(
        Example.spec("linux", capacity).withRevision(machineRevision),
        false,
        false,
        LaunchHealth.GOOD,
        machineRevision,
        null,
        new Preparation(machineRevision, image, Usd.of("0.1"), NOW));
  }
}
