package dev.runnerfleet.scaler.fleet;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.Offering.Market;
import dev.runnerfleet.contracts.runner.PoolPrepared;
import dev.runnerfleet.scaler.Pools;
import dev.runnerfleet.scaler.core.FleetLimits;
import dev.runnerfleet.scaler.core.WholeFleet;
import dev.runnerfleet.scaler.core.budget.Spending;
import dev.runnerfleet.scaler.core.decision.Decision.Hold;
import dev.runnerfleet.scaler.core.decision.HoldReason;
import dev.runnerfleet.scaler.core.fleet.Purchase;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.fleet.RunnerState;
import dev.runnerfleet.scaler.pools.Held;
import dev.runnerfleet.scaler.pools.PoolStore;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the database adds up, against the formulas; every transaction is rolled back. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class MoneyAndCountsTest {

  private static final Instant NOW = Instant.parse("2026-03-04T12:34:56.789Z");
  private static final PoolName POOL = new PoolName("spender");
  private static final Usd EXPECTED = Usd.of("0.0417");

  @Inject SpendingStore spending;
  @Inject WholeFleetStore wholeFleet;
  @Inject RunnerStore runners;
  @Inject PoolStore pools;

  @BeforeEach
  void makePool() {
    given()
        .contentType("application/json")
        .body(Pools.json(POOL.value(), 0, "1h"))
        .put("/pools/" + POOL)
        .then()
        .statusCode(200);
  }

  @Test
  void shouldAddUpWhatTheFormulaDoes() {
    // Given
    Random random = new Random(7);
    List<Runner> fleet = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      fleet.add(runner(i, random));
    }

    // When
    Map<PoolName, Spending> added =
        RolledBack.of(
            () ->
                prepared()
                    .chain(() -> runners.add(fleet, new DecisionId("d")))
                    .chain(() -> flushed())
                    .chain(() -> spending.of(List.of(POOL), NOW)));

    // Then
    Spending byFormula = Spending.of(fleet, EXPECTED, NOW);
    Spending bySql = added.getOrDefault(POOL, Spending.NOTHING);
    Offset<BigDecimal> aMillionth = within(new BigDecimal("0.000001"));
    assertThat(bySql.hour().amount()).isCloseTo(byFormula.hour().amount(), aMillionth);
    assertThat(bySql.day().amount()).isCloseTo(byFormula.day().amount(), aMillionth);
    assertThat(bySql.rate()).isEqualTo(byFormula.rate());
    assertThat(byFormula.hour()).isGreaterThan(Usd.ZERO);
    assertThat(byFormula.day()).isGreaterThan(byFormula.hour());
  }

  @Test
  void shouldCountNothingAsSpentForAnOrderThatHasNoMachineYet() {
    // Given
    Runner order = Runner.requested(new RunnerId("r"), POOL, 1, null, NOW.minusSeconds(5));

    // When
    Map<PoolName, Spending> added =
        RolledBack.of(
            () ->
                prepared()
                    .chain(() -> runners.add(List.of(order), new DecisionId("d")))
                    .chain(() -> flushed())
                    .chain(() -> spending.of(List.of(POOL), NOW)));

    // Then
    assertThat(added).containsEntry(POOL, new Spending(Usd.ZERO, Usd.ZERO, EXPECTED));
  }

  @Test
  void shouldCountTheRunnersOfAllPoolsAndThoseThatStay() {
    // Given
    FleetLimits limits = new FleetLimits(50, Budget.NONE);
    List<Runner> fleet =
        List.of(
            made("a", new RunnerState.Requested(false)),
            made("b", new RunnerState.Requested(true)),
            made("c", new RunnerState.Booting()),
            made("d", new RunnerState.Idle(NOW)),
            made("e", new RunnerState.Draining(RetirementReason.IDLE, NOW)),
            made("f", new RunnerState.Terminated(RetirementReason.IDLE, NOW)));

    // When
    List<WholeFleet> seen = new ArrayList<>();
    RolledBack.of(
        () ->
            wholeFleet
                .of(limits, Spending.NOTHING)
                .invoke(seen::add)
                .chain(() -> runners.add(fleet, new DecisionId("d")))
                .chain(() -> wholeFleet.of(limits, Spending.NOTHING))
                .invoke(seen::add));

    // Then
    assertThat(seen.getLast().runners() - seen.getFirst().runners()).isEqualTo(5);
    assertThat(seen.getLast().standing() - seen.getFirst().standing()).isEqualTo(3);
    assertThat(seen.getLast().limits()).isEqualTo(limits);
  }

  @Test
  void shouldBePressedOnlyWhereTheFleetsLimitHoldsJobs() {
    // Given
    FleetLimits limits = new FleetLimits(50, Budget.NONE);

    // When
    List<Boolean> pressed = new ArrayList<>();
    for (int jobs : List.of(0, 2)) {
      Held held =
          Held.NOTHING.now(List.of(new Hold(HoldReason.AT_FLEET_MAX_RUNNERS, jobs, "")), NOW);
      RolledBack.of(
          () ->
              pools
                  .note(POOL, held)
                  .chain(() -> wholeFleet.of(limits, Spending.NOTHING))
                  .invoke(whole -> pressed.add(whole.pressed())));
    }

    // Then
    assertThat(pressed).containsExactly(false, true);
  }

  @Test
  void shouldCountNothingWhereNothingLimitsThePoolsTogether() {
    WholeFleet whole = RolledBack.of(() -> wholeFleet.of(FleetLimits.NONE, Spending.NOTHING));

    assertThat(whole).isEqualTo(WholeFleet.UNLIMITED);
  }

  private Uni<Void> prepared() {
    PoolPrepared event = new PoolPrepared(POOL, 1, "ami-1", EXPECTED, NOW);
    return pools
        .lock(Set.of(POOL))
        .chain(locked -> pools.note(locked.getFirst().pool().after(event)));
  }

  private static Uni<Void> flushed() {
    return Panache.getSession().chain(session -> session.flush());
  }

  /** A machine of the last thirty hours, in any state, some of unknown price. */
  private static Runner runner(int i, Random random) {
    Instant requested = NOW.minusSeconds(1 + random.nextInt(108_000));
    Instant launched = requested.plusMillis(random.nextInt(5_000));
    Instant end = NOW.minusMillis(random.nextLong(Duration.between(launched, NOW).toMillis() + 1));
    Purchase purchase =
        random.nextInt(4) == 0
            ? null
            : new Purchase(Market.SPOT, Usd.of("0.0" + (1 + random.nextInt(899))), null, requested);
    RunnerState state =
        switch (random.nextInt(8)) {
          case 0 -> new RunnerState.Requested(random.nextBoolean());
          case 1 -> new RunnerState.Booting();
          case 2 -> new RunnerState.Idle(end);
          case 3 -> new RunnerState.Draining(RetirementReason.DRIFT, end);
          case 4 -> new RunnerState.Terminating(RetirementReason.LIMIT_LOWERED, end);
          case 5 -> new RunnerState.NotLaunched(LaunchFailed.Reason.QUOTA, end);
          default -> new RunnerState.Terminated(RetirementReason.IDLE, end);
        };
    boolean noMachine =
        state instanceof RunnerState.Requested
            || (state instanceof RunnerState.NotLaunched && random.nextBoolean());
    return new Runner(
        new RunnerId("spent-" + i),
        POOL,
        1,
        null,
        requested,
        noMachine ? null : launched,
        null,
        null,
        null,
        noMachine ? null : purchase,
        state);
  }

  private static Runner made(String id, RunnerState state) {
    return Runner.requested(new RunnerId("count-" + id), POOL, 1, null, NOW).in(state);
  }
}
