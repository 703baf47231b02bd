package dev.runnerfleet.replay.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.replay.outcome.Outcome;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.world.Watch;
import dev.runnerfleet.scaler.core.FleetLimits;
import org.junit.jupiter.api.Test;

/**
 * A job, a second that is ordered a machine and takes the first one's before that has booted, and a
 * third that comes while the second machine boots for nobody.
 */
class VariationTest {

  private static final Trace TRACE =
      Given.trace(Given.job(0, 30), Given.job(70, 600), Given.job(100, 600));

  @Test
  void shouldLetTheThirdJobHaveTheMachineThatBootsForNobody() {
    Outcome outcome = replay(Variation.COUNT_BOOTS);

    assertThat(outcome.launches()).isEqualTo(2);
    assertThat(outcome.waits().seconds(0.6)).isBetween(30.0, 31.0);
  }

  @Test
  void shouldOrderAMachineForEachJobWhateverBoots() {
    Outcome outcome = replay(Variation.NONE);

    assertThat(outcome.launches()).isEqualTo(3);
    assertThat(outcome.waits().seconds(0.6)).isBetween(30.0, 31.0);
  }

  @Test
  void shouldRecallTheMachineThatBootsForNobody() {
    Outcome outcome = replay(Variation.RECALL_BOOTS);

    assertThat(outcome.launches()).isEqualTo(3);
    assertThat(outcome.waits().seconds(0.6)).isBetween(60.0, 61.0);
  }

  @Test
  void shouldOrderNoneForAJobThatAnotherWillMakeRoomForSoon() {
    Outcome outcome = replay(Variation.AWAIT_ENDS);

    assertThat(outcome.launches()).isEqualTo(2);
    assertThat(outcome.waits().seconds(0.6)).isBetween(60.0, 61.0);
  }

  @Test
  void shouldBeReadByName() {
    assertThat(Variation.parse("recall-boots")).isEqualTo(Variation.RECALL_BOOTS);
    assertThatThrownBy(() -> Variation.parse("more"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("count-boots");
  }

  private static Outcome replay(Variation variation) {
    return FleetReplay.run(
        TRACE,
        Given.pools("max-runners: 9, idle-time: 10m").pools(),
        FleetLimits.NONE,
        Given.conditions(1),
        variation,
        Watch.QUIET);
  }
}
