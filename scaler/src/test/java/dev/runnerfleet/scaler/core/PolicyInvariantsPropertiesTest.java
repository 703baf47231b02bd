package dev.runnerfleet.scaler.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.scaler.core.budget.PlannedSpend;
import dev.runnerfleet.scaler.core.budget.Spending;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.decision.Decision.Hold;
import dev.runnerfleet.scaler.core.decision.HoldReason;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.queue.Queue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds of the policy whatever happens: see INVARIANTS.md. */
class PolicyInvariantsPropertiesTest {

  private static final int STEPS = 60;
  private static final String PRICE = "0.04";

  @Property(tries = 100)
  void shouldNeverPlanPastABudget(
      @ForAll long seed,
      @ForAll @IntRange(max = 30) int centsAnHour,
      @ForAll @IntRange(max = 300) int centsADay) {
    Budget budget = new Budget(cents(centsAnHour), cents(centsADay));
    Capacity capacity = new Capacity(1, 20, 1, Duration.ofMinutes(10), 0, 0, Duration.ZERO);
    World world = new World(seed, Example.pool(capacity, budget, PRICE));
    for (int i = 0; i < STEPS; i++) {
      world.step();
      Decision decision = world.decide();
      if (decision.launched() > 0) {
        assertThat(PlannedSpend.of(world.spending(), world.now()).within(budget))
            .as("planned %s", PlannedSpend.of(world.spending(), world.now()))
            .isTrue();
      }
    }
  }

  @Property(tries = 100)
  void shouldGiveEveryQueuedJobCapacityOrSayWhatHoldsIt(
      @ForAll long seed,
      @ForAll @IntRange(max = 6) int max,
      @ForAll @IntRange(max = 2) int idle,
      @ForAll @IntRange(max = 3) int growth) {
    Capacity capacity =
        new Capacity(1, max, idle, Duration.ofMinutes(10), 2, growth, Duration.ZERO);
    World world = new World(seed, Example.pool(capacity));
    for (int i = 0; i < STEPS; i++) {
      world.step();
      int queued = world.queue().waiting();
      Decision decision = world.decide();
      int ready = world.fleet().idle().size();
      int said = decision.holds().stream().mapToInt(Hold::jobs).sum();
      assertThat(said + ready).isGreaterThanOrEqualTo(queued);
      boolean onlyBoots =
          decision.holds().stream().allMatch(h -> h.reason() == HoldReason.WAITING_FOR_BOOT);
      if (onlyBoots && max > 0) {
        int coming = world.fleet().requested().size() + world.fleet().booting().size();
        assertThat(ready + coming).isGreaterThanOrEqualTo(queued);
      }
    }
  }

  @Property
  void shouldNeverTakeAllPoolsTogetherPastTheFleetsLimit(
      @ForAll @IntRange(max = 40) int queued,
      @ForAll @IntRange(min = 1, max = 30) int limit,
      @ForAll @IntRange(max = 30) int others,
      @ForAll @IntRange(max = 5) int booting) {
    Fleet fleet = Machines.fleet().booting(booting).build();
    WholeFleet whole =
        new WholeFleet(
            new FleetLimits(limit, Budget.NONE),
            others + booting,
            others + booting,
            Spending.NOTHING,
            false);
    Decision decision =
        ScalingPolicy.decide(
            Example.queue(queued),
            fleet,
            Example.pool(Example.capacity(1, 50, 0, 0)),
            Spending.NOTHING,
            whole,
            Example.NOW);
    if (decision.launched() > 0) {
      assertThat(whole.after(decision, fleet).runners()).isLessThanOrEqualTo(limit);
    }
  }

  @Property(tries = 200)
  void shouldNeverPlanPastTheFleetsBudgetWhicheverPoolsDecideInTurn(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 40) Integer> queues,
      @ForAll @IntRange(max = 200) int centsAnHour,
      @ForAll @IntRange(max = 100) int centsSpent,
      @ForAll @IntRange(max = 3599) int second) {
    // Given
    Instant now = Example.NOW.plusSeconds(second);
    Budget budget = new Budget(cents(centsAnHour), null);
    Spending spent = new Spending(cents(centsSpent), cents(centsSpent), Usd.ZERO);
    WholeFleet whole = new WholeFleet(new FleetLimits(0, budget), 0, 0, spent, false);
    Capacity capacity = Example.capacity(1, 50, 1, 0);
    for (int queued : queues) {

      // When
      Decision decision =
          ScalingPolicy.decide(
              Example.queue(queued),
              Fleet.EMPTY,
              Example.pool(capacity, Budget.NONE, PRICE),
              Spending.NOTHING,
              whole,
              now);
      whole = whole.after(decision, Fleet.EMPTY);

      // Then
      if (decision.launched() > 0) {
        assertThat(PlannedSpend.of(whole.spending(), now).within(budget)).isTrue();
      }
      boolean less = decision.launched() < queued + 1;
      assertThat(decision.held().contains(HoldReason.HELD_BY_BUDGET)).isEqualTo(less);
    }
  }

  @Property
  void shouldDoNothingHoweverLongDemandIsSteady(
      @ForAll @IntRange(max = 20) int busy,
      @ForAll @IntRange(max = 5) int idle,
      @ForAll @DoubleRange(max = 2) double factor,
      @ForAll @IntRange(max = 100_000) int seconds) {
    Capacity capacity = Example.capacity(1, 100, idle, 0).withIdleScale(factor, 0);
    int buffer = factor == 0 ? idle : Math.max(idle, (int) Math.ceil(factor * busy));
    Fleet fleet = Machines.fleet().busy(busy, 1).idle(buffer, Duration.ofDays(1)).build();
    Decision decision =
        Example.decide(
            Queue.EMPTY, fleet, Example.pool(capacity), Example.NOW.plusSeconds(seconds));
    assertThat(decision.acts()).isFalse();
  }

  private static Usd cents(int cents) {
    return new Usd(BigDecimal.valueOf(cents, 2));
  }
}
