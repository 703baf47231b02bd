package dev.runnerfleet.scaler.core.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Budget;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannedSpendTest {

  @Test
  void shouldPlanWhatIsSpentAndWhatRunsToTheEndOfTheHourAndTheDay() {
    // Given: half past noon, two dollars an hour
    Instant now = Instant.parse("2026-03-04T12:30:00Z");
    Spending spending = new Spending(Usd.of("1.5"), Usd.of("10"), Usd.of("2"));

    // When
    PlannedSpend planned = PlannedSpend.of(spending, now);

    // Then
    assertThat(planned).isEqualTo(new PlannedSpend(Usd.of("2.5"), Usd.of("33")));
  }

  @Test
  void shouldPlanAWholeHourAtLeastSoThatTheNextBeginsWithinItsBudget() {
    Spending spending = new Spending(Usd.ZERO, Usd.ZERO, Usd.of("2"));
    assertThat(PlannedSpend.of(spending, Instant.parse("2026-03-04T23:59:00Z")))
        .isEqualTo(new PlannedSpend(Usd.of("2"), Usd.of("2")));
  }

  @ParameterizedTest
  @CsvSource({
    // per hour, per day, spent in the hour, in the day, rate -> machines of 10 cents more
    "1.00,      , 0,    0,  0,    10",
    "1.00,      , 0,    0,  0.95, 0",
    "1.00,      , 0.75, 0,  0,    5",
    "1.00,      , 2,    0,  0,    0",
    "    , 11.50, 0,    0,  0,    10",
    "    , 11.50, 0,    11, 0.02, 0",
    "1.00, 2.30 , 0,    0,  0,    2",
    "    ,      , 0,    0,  0,    2147483647"
  })
  void shouldAllowSoManyMachinesMore(
      String perHour, String perDay, String hour, String day, String rate, int room) {
    Budget budget = new Budget(usd(perHour), usd(perDay));
    Spending spending = new Spending(Usd.of(hour), Usd.of(day), Usd.of(rate));
    assertThat(
            PlannedSpend.room(
                spending, budget, Usd.of("0.10"), Instant.parse("2026-03-04T12:30:00Z")))
        .isEqualTo(room);
  }

  private static @Nullable Usd usd(@Nullable String amount) {
    return amount == null ? null : Usd.of(amount);
  }
}
