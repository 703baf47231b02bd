package dev.runnerfleet.replay.dockermachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.replay.outcome.Course;
import dev.runnerfleet.replay.outcome.Ledger;
import dev.runnerfleet.replay.time.Timeline;
import dev.runnerfleet.replay.world.GitLab;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What docker+machine does about machines that it cannot remove. */
class RemovalsTest {

  private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");

  private final Timeline timeline = new Timeline(NOW);
  private final List<Duration> attempts = new ArrayList<>();
  private final List<Machine> forgotten = new ArrayList<>();
  private boolean refused = true;

  @Test
  void shouldTryEveryThirtySecondsAndForgetAMachineAfterThirtyRefusals() {
    // Given
    Machine machine = new Machine(1, NOW);

    // When
    removals(Duration.ZERO).begin(machine);
    runOn();

    // Then: whatever becomes of it at AWS
    assertThat(attempts).hasSize(30).startsWith(Duration.ZERO, Duration.ofSeconds(30));
    assertThat(attempts.getLast()).isEqualTo(Duration.ofSeconds(29 * 30));
    assertThat(forgotten).containsExactly(machine);
  }

  @Test
  void shouldTryStuckRemovalsOneAtATime() {
    // Given: an attempt takes two seconds
    Removals removals = removals(Duration.ofSeconds(1));

    // When
    for (int i = 1; i <= 3; i++) {
      removals.begin(new Machine(i, NOW));
    }
    runOn();

    // Then: together until each has failed three times, apart from then on
    assertThat(attempts.subList(0, 12))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 1L, 1L, 31L, 31L, 31L, 61L, 61L, 61L, 91L, 93L, 95L);
  }

  @Test
  void shouldLeaveRemovalsToTheManagerThatFindsTheMachinesWhenItStartsAgain() {
    // Given
    Removals removals = removals(Duration.ZERO);
    removals.begin(new Machine(1, NOW));
    timeline.step();

    // When
    removals.halt();
    refused = false;
    runOn();

    // Then: which counts its own attempts from none
    assertThat(attempts).hasSize(1);
    assertThat(forgotten).isEmpty();
  }

  private void runOn() {
    while (timeline.step()) {
      assertThat(timeline.now()).isBefore(NOW.plus(Duration.ofDays(1)));
    }
  }

  private Removals removals(Duration oneWay) {
    Surroundings around =
        new Surroundings(
            timeline,
            new GitLab(),
            new Ledger(new Course(NOW, Duration.ofHours(1))),
            new Workers(1),
            new StuckRemovals(),
            oneWay);
    return new Removals(around, new Refusing(), forgotten::add);
  }

  private final class Refusing implements Hardware {

    @Override
    public boolean launch(Machine machine, News news) {
      return false;
    }

    @Override
    public boolean adopt(Machine before, Machine found, News news) {
      return false;
    }

    @Override
    public boolean connects(Machine machine) {
      return false;
    }

    @Override
    public boolean terminate(Machine machine) {
      attempts.add(Duration.between(NOW, timeline.now()));
      return !refused;
    }
  }
}
