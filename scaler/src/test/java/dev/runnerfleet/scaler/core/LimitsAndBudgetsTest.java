package dev.runnerfleet.scaler.core;

import static dev.runnerfleet.scaler.core.Example.NOW;
import static dev.runnerfleet.scaler.core.Example.capacity;
import static dev.runnerfleet.scaler.core.Example.queue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.Offering.Market;
import dev.runnerfleet.contracts.runner.PoolPrepared;
import dev.runnerfleet.contracts.runner.PoolStopped;
import dev.runnerfleet.scaler.core.budget.Spending;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.decision.Decision.Hold;
import dev.runnerfleet.scaler.core.decision.Decision.Retirement;
import dev.runnerfleet.scaler.core.decision.HoldReason;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.pool.CapacityOverride;
import dev.runnerfleet.scaler.core.pool.LaunchHealth;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.pool.Preparation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Fleet-wide limits, budgets, overrides, stops and what else holds or frees machines. */
class LimitsAndBudgetsTest {

  private static final Capacity ROOMY = capacity(1, 50, 0, 0);
  private static final Usd DIME = Usd.of("0.10");

  @Test
  void shouldNeverPlanPastABudgetAndSaySo() {
    // Given: nine dimes an hour run at noon sharp
    Pool pool = pool(ROOMY, new Budget(Usd.of("1.00"), null), DIME, null);
    Spending spending = new Spending(Usd.ZERO, Usd.ZERO, Usd.of("0.90"));

    // When
    Decision decision = decide(5, Machines.fleet(), pool, spending, WholeFleet.UNLIMITED);

    // Then
    assertThat(decision.launched()).isEqualTo(1);
    assertThat(decision.holds().getFirst())
        .returns(HoldReason.HELD_BY_BUDGET, Hold::reason)
        .returns(4, Hold::jobs)
        .satisfies(hold -> assertThat(hold.detail()).contains("0.900000").contains("of 1.000000"));
  }

  @Test
  void shouldHoldWhatHasABudgetAndNoPriceYet() {
    // Given
    Pool pool = pool(ROOMY, new Budget(null, Usd.of("10")), null, null);

    // When
    Decision decision = decide(2, Machines.fleet(), pool, Spending.NOTHING, WholeFleet.UNLIMITED);

    // Then
    assertThat(decision.launched()).isZero();
    assertThat(decision.holds())
        .singleElement()
        .satisfies(hold -> assertThat(hold.detail()).contains("not known yet"));
  }

  @Test
  void shouldMakeRoomWhereTheHourBeginsBeyondItsBudget() {
    // Given: twelve dimes an hour against a dollar; two jobs wait, which the limit holds anyway
    Pool pool = pool(ROOMY, new Budget(Usd.of("1.00"), null), DIME, null);
    Spending spending = new Spending(Usd.ZERO, Usd.ZERO, Usd.of("1.20"));
    Machines fleet = Machines.fleet().bought(11, Market.SPOT, "0.10", 1, "ami-1").booting(1);

    // When
    Decision decision = decide(2, fleet, pool, spending, WholeFleet.UNLIMITED);

    // Then
    assertThat(decision.retirements())
        .extracting(Retirement::reason)
        .containsExactly(RetirementReason.LIMIT_LOWERED, RetirementReason.LIMIT_LOWERED);
    assertThat(decision.retirements().getFirst().runner().value()).isEqualTo("r12");
    assertThat(decision.launched()).isZero();
  }

  @Test
  void shouldKeepAllPoolsTogetherToTheFleetsLimit() {
    // Given
    WholeFleet whole =
        new WholeFleet(new FleetLimits(10, Budget.NONE), 8, 8, Spending.NOTHING, false);

    // When
    Decision decision = decide(5, Machines.fleet(), pool(ROOMY), Spending.NOTHING, whole);

    // Then
    assertThat(decision.launched()).isEqualTo(2);
    assertThat(decision.held())
        .containsExactlyInAnyOrder(HoldReason.AT_FLEET_MAX_RUNNERS, HoldReason.WAITING_FOR_BOOT);
    assertThat(whole.after(decision, Fleet.EMPTY).runners()).isEqualTo(10);
  }

  @Test
  void shouldKeepAllPoolsTogetherToTheFleetsBudget() {
    // Given
    FleetLimits limits = new FleetLimits(0, new Budget(Usd.of("1.00"), null));
    Spending spent = new Spending(Usd.ZERO, Usd.ZERO, Usd.of("0.85"));
    WholeFleet whole = new WholeFleet(limits, 8, 8, spent, false);

    // When
    Decision decision =
        decide(5, Machines.fleet(), pool(ROOMY, Budget.NONE, DIME, null), Spending.NOTHING, whole);

    // Then
    assertThat(decision.launched()).isEqualTo(1);
    assertThat(whole.after(decision, Fleet.EMPTY).spending().rate()).isEqualTo(Usd.of("0.95"));
  }

  @Test
  void shouldLetMachinesGoThatBootForNothingOnlyWhereTheirRoomIsNeeded() {
    // Given
    WholeFleet calm =
        new WholeFleet(new FleetLimits(2, Budget.NONE), 2, 2, Spending.NOTHING, false);
    WholeFleet pressed =
        new WholeFleet(new FleetLimits(2, Budget.NONE), 2, 2, Spending.NOTHING, true);
    Machines fleet = Machines.fleet().booting(2);

    // Then
    assertThat(decide(1, fleet, pool(ROOMY), Spending.NOTHING, calm).acts()).isFalse();
    assertThat(decide(1, fleet, pool(ROOMY), Spending.NOTHING, pressed).retirements())
        .extracting(Retirement::reason)
        .containsExactly(RetirementReason.LIMIT_LOWERED);
  }

  @Test
  void shouldKeepTheRunnersThatAnOverrideDesires() {
    // Given
    CapacityOverride three =
        new CapacityOverride(CapacityOverride.Kind.DESIRED, 3, NOW.plusSeconds(60));
    Pool pool = pool(ROOMY, Budget.NONE, null, three);

    // Then
    assertThat(decide(0, Machines.fleet().busy(1, 1), pool).launched()).isEqualTo(2);
    assertThat(decide(9, Machines.fleet(), pool).launched()).isEqualTo(3);
    assertThat(decide(9, Machines.fleet(), pool).held()).contains(HoldReason.AT_OVERRIDE);
    assertThat(decide(0, Machines.fleet().idle(5, Duration.ofSeconds(1)), pool).retirements())
        .hasSize(2);
    assertThat(decide(0, Machines.fleet().idle(3, Duration.ofDays(1)), pool).acts()).isFalse();
  }

  @Test
  void shouldKeepAtLeastTheRunnersOfAMinimumUntilItEnds() {
    // Given
    CapacityOverride four =
        new CapacityOverride(CapacityOverride.Kind.MINIMUM, 4, NOW.plusSeconds(60));
    CapacityOverride over = new CapacityOverride(CapacityOverride.Kind.MINIMUM, 4, NOW);

    // Then
    assertThat(decide(6, Machines.fleet(), pool(ROOMY, Budget.NONE, null, four)).launched())
        .isEqualTo(6);
    assertThat(
            decide(0, Machines.fleet().requested(3), pool(ROOMY, Budget.NONE, null, four))
                .launched())
        .isEqualTo(1);
    assertThat(decide(0, Machines.fleet(), pool(ROOMY, Budget.NONE, null, over)).acts()).isFalse();
  }

  @Test
  void shouldProbeWithOneMachineWhereMachinesNeverEnrol() {
    // Given
    PoolStopped stopped =
        new PoolStopped(
            new PoolName("linux"),
            1,
            PoolStopped.Reason.NEVER_ENROLS,
            "3 machines in a row",
            NOW.plusSeconds(60),
            NOW);
    Pool pool = pool(ROOMY).with(LaunchHealth.GOOD.after(stopped));
    Pool prepared =
        pool.after(new PoolPrepared(new PoolName("linux"), 1, "ami-1", DIME, NOW.plusSeconds(90)));

    // Then
    assertThat(decide(5, Machines.fleet(), pool).held()).containsExactly(HoldReason.NEVER_ENROLS);
    assertThat(Example.decide(queue(5), Fleet.EMPTY, pool, NOW.plusSeconds(60)).launched())
        .isEqualTo(1);
    assertThat(
            Example.decide(queue(5), Machines.fleet().booting(1).build(), pool, NOW.plusSeconds(60))
                .launched())
        .isZero();
    assertThat(decide(5, Machines.fleet(), prepared).launched()).isEqualTo(5);
  }

  @Test
  void shouldScaleTheWarmBufferWithTheSlotsInUse() {
    // Given: half a slot more for each in use, two to four of them
    Pool pool = pool(capacity(1, 50, 2, 0).withIdleScale(0.5, 4));

    // Then
    assertThat(decide(0, Machines.fleet(), pool).launched()).isEqualTo(2);
    assertThat(decide(0, Machines.fleet().busy(5, 1), pool).launched()).isEqualTo(3);
    assertThat(decide(0, Machines.fleet().busy(20, 1), pool).launched()).isEqualTo(4);
  }

  private static Decision decide(int queued, Machines fleet, Pool pool) {
    return decide(queued, fleet, pool, Spending.NOTHING, WholeFleet.UNLIMITED);
  }

  private static Decision decide(
      int queued, Machines fleet, Pool pool, Spending spending, WholeFleet whole) {
    return ScalingPolicy.decide(queue(queued), fleet.build(), pool, spending, whole, NOW);
  }

  private static Pool pool(Capacity capacity) {
    return Example.pool(capacity);
  }

  private static Pool pool(
      Capacity capacity, Budget budget, @Nullable Usd price, @Nullable CapacityOverride override) {
    PoolSpec spec = Example.spec("linux", capacity);
    return new Pool(
        new PoolSpec(
            spec.name(),
            1,
            spec.region(),
            spec.gitlab(),
            spec.match(),
            spec.machine(),
            spec.market(),
            capacity,
            List.of(),
            budget,
            false,
            spec.lookAhead()),
        false,
        false,
        LaunchHealth.GOOD,
        1,
        override,
        price == null ? null : new Preparation(1, "ami-1", price, NOW));
  }
}
