package dev.runnerfleet.jobwatcher.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.core.PollPlan.Pace;
import dev.runnerfleet.jobwatcher.core.PollPlan.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PollPlanTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Pace PACE = new Pace(Duration.ofSeconds(10), Duration.ofMinutes(5));
  private static final int PLENTY = 100;

  @Test
  void shouldListActiveProjectsAtEachTurnAndSilentOnesLessOften() {
    // Given all were listed twenty seconds ago
    List<Watched> all =
        List.of(
            watched(1, true, null, 20),
            watched(2, false, Duration.ofMinutes(1), 20),
            watched(3, false, Duration.ofMinutes(30), 20),
            watched(4, false, null, 20));

    // When Then
    assertThat(PollPlan.of(all, PACE, PLENTY, NOW))
        .isEqualTo(new PollPlan(List.of(new ProjectId(1), new ProjectId(2)), 0));
  }

  @Test
  void shouldListEachProjectInTheEndHoweverLongItIsSilent() {
    List<Watched> all = List.of(watched(1, false, null, 300), watched(2, false, null, 299));

    assertThat(PollPlan.of(all, PACE, PLENTY, NOW).projects()).containsExactly(new ProjectId(1));
  }

  @Test
  void shouldBeginWithTheMostOverdueAndSayWhatItLeaves() {
    // Given one never listed, one overdue tenfold, one twofold
    List<Watched> all =
        List.of(
            watched(1, true, null, 20),
            watched(2, true, null, 100),
            new Watched(new ProjectId(3), false, null, null));

    // When Then
    assertThat(PollPlan.of(all, PACE, 2, NOW))
        .isEqualTo(new PollPlan(List.of(new ProjectId(3), new ProjectId(2)), 1));
  }

  @Test
  void shouldLetNobodyStarveWhenRequestsAreShort() {
    // Given 400 projects, a quarter of them active, and 10 requests each ten seconds
    Map<Long, Instant> listed = new HashMap<>();
    Instant now = NOW;

    // When an hour goes by
    for (int turn = 0; turn < 360; turn++) {
      List<Watched> all = new ArrayList<>();
      for (long id = 1; id <= 400; id++) {
        all.add(new Watched(new ProjectId(id), id % 4 == 0, null, listed.get(id)));
      }
      Instant at = now;
      PollPlan.of(all, PACE, 10, now).projects().forEach(each -> listed.put(each.value(), at));
      now = now.plusSeconds(10);
    }

    // Then
    Instant end = now;
    assertThat(listed).hasSize(400);
    assertThat(listed.values())
        .allSatisfy(at -> assertThat(Duration.between(at, end)).isLessThan(Duration.ofMinutes(60)));
  }

  private static Watched watched(
      long id, boolean active, @Nullable Duration silentFor, int listedSecondsAgo) {
    return new Watched(
        new ProjectId(id),
        active,
        silentFor == null ? null : NOW.minus(silentFor),
        NOW.minusSeconds(listedSecondsAgo));
  }
}
