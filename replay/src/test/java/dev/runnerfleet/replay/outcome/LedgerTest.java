package dev.runnerfleet.replay.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.trace.TracedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");

  private final Ledger ledger = new Ledger(new Course(NOW, Duration.ofHours(1)));

  @Test
  void shouldBillByTheSecondAndAMinuteAtLeast() {
    // Given
    ledger.giveBack(rent(NOW), NOW.plusSeconds(10));
    ledger.giveBack(rent(NOW), NOW.plusMillis(90_001));

    // When
    Outcome outcome = ledger.close("test", 1, NOW.plusSeconds(3600));

    // Then
    assertThat(outcome.time().machines()).isEqualTo(Duration.ofSeconds(60 + 91));
    assertThat(outcome.money().total()).isEqualTo(Usd.of("0.151"));
    assertThat(outcome.money().saving()).isEqualTo(0.5);
  }

  @Test
  void shouldRefuseToBillAMachineTwice() {
    Rented rented = rent(NOW);
    ledger.giveBack(rented, NOW.plusSeconds(100));

    assertThatThrownBy(() -> ledger.giveBack(rented, NOW.plusSeconds(200)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldRefuseAJobThatStartsBeforeItWasQueued() {
    assertThatThrownBy(() -> ledger.started(NOW, NOW.minusMillis(1), NOW))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldTakePercentilesByNearestRank() {
    // Given
    Waits waits = new Waits();
    for (int i = 1; i <= 2000; i++) {
      waits.add(Duration.ofSeconds(i));
    }

    // Then
    assertThat(waits.seconds(0.5)).isEqualTo(1000);
    assertThat(waits.seconds(0.95)).isEqualTo(1900);
    assertThat(waits.seconds(1)).isEqualTo(2000);
    assertThat(waits.within(Duration.ofSeconds(500))).isEqualTo(0.25);
    assertThat(waits.meanSeconds()).isEqualTo(1000.5);
  }

  @Test
  void shouldKnowTheFloorAndTheColdBound() {
    // Given
    TracedJob job = new TracedJob(NOW, Duration.ofMinutes(30), Set.of(), "");
    Trace trace = new Trace("two", List.of(job, job));
    ledger.giveBack(rent(NOW), NOW.plusSeconds(7200));
    Outcome priced = ledger.close("test", 1, NOW.plusSeconds(7200));

    // When
    Outcome warm = Bounds.warm(trace, priced);
    Outcome cold = Bounds.cold(trace, () -> Duration.ofSeconds(60), Duration.ofMillis(200), priced);

    // Then
    assertThat(warm.waits().seconds(1)).isZero();
    assertThat(warm.money().total()).isEqualTo(Usd.of("3.6"));
    assertThat(cold.waits().seconds(1)).isEqualTo(60.2);
    assertThat(cold.time().machines()).isEqualTo(Duration.ofMinutes(62));
  }

  private Rented rent(Instant at) {
    return ledger.rent(Offering.Market.SPOT, Usd.of("3.6"), Usd.of("7.2"), at);
  }
}
