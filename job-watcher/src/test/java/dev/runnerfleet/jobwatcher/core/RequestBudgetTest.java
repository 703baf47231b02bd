package dev.runnerfleet.jobwatcher.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.jobwatcher.core.RequestBudget.Closed;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Go;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Purpose;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RequestBudgetTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Property(tries = 100)
  void shouldNeverLetMoreOutInAMinuteThanItsLimit(
      @ForAll @IntRange(min = 20, max = 600) int perMinute,
      @ForAll @Size(200) List<@IntRange(max = 900) Integer> pauses) {
    // When as much is asked as may go, with pauses between
    RequestBudget budget = RequestBudget.full(perMinute, NOW);
    Instant now = NOW;
    List<Instant> out = new ArrayList<>();
    for (int pause : pauses) {
      now = now.plusMillis(pause);
      while (budget.take(Purpose.LOOKUP, now) instanceof Go go) {
        budget = go.left();
        out.add(now);
      }
    }

    // Then
    for (Instant began : out) {
      Instant end = began.plusSeconds(60);
      assertThat(out.stream().filter(at -> !at.isBefore(began) && at.isBefore(end)).count())
          .isLessThanOrEqualTo(perMinute);
    }
  }

  @Test
  void shouldKeepSomethingForThoseThatCannotWait() {
    // Given a poll that took all it may
    RequestBudget budget = RequestBudget.full(600, NOW);
    while (budget.take(Purpose.POLL, NOW) instanceof Go go) {
      budget = go.left();
    }

    // Then
    assertThat(budget.take(Purpose.POLL, NOW)).isInstanceOf(Wait.class);
    assertThat(budget.take(Purpose.LOOKUP, NOW)).isInstanceOf(Go.class);
  }

  @Test
  void shouldSayWhenToComeAgain() {
    // Given
    RequestBudget budget = RequestBudget.full(600, NOW);
    while (budget.take(Purpose.POLL, NOW) instanceof Go go) {
      budget = go.left();
    }

    // When
    Duration pause = ((Wait) budget.take(Purpose.POLL, NOW)).pause();

    // Then
    assertThat(budget.take(Purpose.POLL, NOW.plus(pause))).isInstanceOf(Go.class);
  }

  @Test
  void shouldLetNothingOutWhileGitLabWantsToBeLeftAlone() {
    // When
    RequestBudget closed = RequestBudget.full(600, NOW).closed(NOW.plusSeconds(30));

    // Then a shorter wish takes nothing back
    RequestBudget again = closed.closed(NOW.plusSeconds(5));
    assertThat(again.take(Purpose.LOOKUP, NOW.plusSeconds(10)))
        .isEqualTo(new Closed(Duration.ofSeconds(20)));
    assertThat(again.take(Purpose.LOOKUP, NOW.plusSeconds(30))).isInstanceOf(Go.class);
  }
}
