package dev.runnerfleet.scaler.pools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.scaler.core.decision.Decision.Hold;
import dev.runnerfleet.scaler.core.decision.HoldReason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldTest {

  private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
  private static final Hold JOBS = new Hold(HoldReason.AT_MAX_RUNNERS, 3, "");
  private static final Hold BUFFER = new Hold(HoldReason.AT_MAX_RUNNERS, 0, "");

  @Test
  void shouldTakeAPoolForFullOnlyWhereItHoldsJobs() {
    assertThat(Held.NOTHING.now(List.of(JOBS), NOW).full()).isTrue();
    assertThat(Held.NOTHING.now(List.of(BUFFER), NOW).full()).isFalse();
    assertThat(Held.NOTHING.now(List.of(new Hold(HoldReason.WAITING_FOR_BOOT, 3, "")), NOW).full())
        .isFalse();
  }

  @Test
  void shouldKeepSinceWhenAReasonHoldsWhateverItHolds() {
    // Given
    Held held = Held.NOTHING.now(List.of(BUFFER), NOW);

    // When
    Held later = held.now(List.of(JOBS), NOW.plusSeconds(60));

    // Then
    assertThat(later.since()).containsEntry(HoldReason.AT_MAX_RUNNERS, NOW);
    assertThat(later).isNotEqualTo(held);
  }

  @Test
  void shouldReadWhatItWrites() {
    Held held =
        Held.NOTHING.now(List.of(JOBS, new Hold(HoldReason.HELD_BY_BUDGET, 0, "figures")), NOW);

    assertThat(Held.parse(held.format())).isEqualTo(held);
    assertThat(Held.parse("")).isEqualTo(Held.NOTHING);
  }
}
