package dev.runnerfleet.scaler.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.scaler.Script;
import dev.runnerfleet.scaler.core.Example;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RunnerTest {

  private static final RunnerId ID = new RunnerId("r1");
  private static final PoolName POOL = new PoolName("linux");
  private static final Instant T0 = Example.NOW;
  private static final Runner REQUESTED = Runner.requested(ID, POOL, 1, null, T0);

  private static final List<RunnerEvent> LIFE =
      List.of(
          Script.launched(ID, POOL, T0.plusSeconds(1)),
          Script.registered(ID, POOL, 40, T0.plusSeconds(60)),
          Script.draining(ID, POOL, T0.plusSeconds(100)),
          Script.kept(ID, POOL, T0.plusSeconds(110)),
          Script.draining(ID, POOL, T0.plusSeconds(200)),
          Script.terminated(ID, POOL, T0.plusSeconds(220)));

  @Test
  void shouldLiveFromRequestToTermination() {
    Runner runner = REQUESTED.after(LIFE.get(0));
    assertThat(runner.state()).isEqualTo(new RunnerState.Booting());
    runner = runner.after(LIFE.get(1));
    assertThat(runner.state()).isEqualTo(new RunnerState.Idle(T0.plusSeconds(60)));
    runner = runner.after(LIFE.get(2));
    assertThat(runner.state()).isInstanceOf(RunnerState.Draining.class);
    runner = runner.after(LIFE.get(3));
    assertThat(runner.state()).isEqualTo(new RunnerState.Idle(T0.plusSeconds(110)));
    runner = runner.after(LIFE.get(4));
    assertThat(runner.state()).isInstanceOf(RunnerState.Draining.class);
    runner = runner.after(LIFE.get(5));
    assertThat(runner.state()).isInstanceOf(RunnerState.Terminated.class);
  }

  @Property
  void shouldEndTheSameWhateverTheOrderAndHoweverOften(
      @ForAll("disorder") List<RunnerEvent> events) {
    // When
    Runner inOrder = all(REQUESTED, LIFE);
    Runner inDisorder = all(all(REQUESTED, events), LIFE.subList(5, 6));

    // Then
    assertThat(inDisorder.state()).isInstanceOf(RunnerState.Terminated.class);
    assertThat(inDisorder.after(LIFE.get(5))).isEqualTo(inDisorder);
    if (events.containsAll(LIFE)) {
      assertThat(inDisorder).isEqualTo(inOrder);
    }
  }

  @Property
  void shouldTakeARepeatedEventOnce(@ForAll("disorder") List<RunnerEvent> events) {
    Runner runner = all(REQUESTED, events);
    for (RunnerEvent event : events) {
      if (!(event instanceof dev.runnerfleet.contracts.runner.RunnerDraining)) {
        assertThat(runner.after(event)).isEqualTo(runner);
      }
    }
  }

  @Test
  void shouldIgnoreADrainThatWasGivenUp() {
    Runner kept = all(REQUESTED, List.of(LIFE.get(0), LIFE.get(1), LIFE.get(3)));

    assertThat(kept.after(LIFE.get(2)).state()).isInstanceOf(RunnerState.Idle.class);
  }

  @Test
  void shouldBeBusyByItsJobsAndIdleSinceTheLastOneEnded() {
    Runner registered = all(REQUESTED, LIFE.subList(0, 2));

    assertThat(new Member(registered, new Work(1, 3, T0)).state())
        .isEqualTo(new RunnerState.Busy(1));
    assertThat(new Member(registered, new Work(0, 3, T0.plusSeconds(90))).state())
        .isEqualTo(new RunnerState.Idle(T0.plusSeconds(90)));
    assertThat(new Member(registered, Work.NONE).state())
        .isEqualTo(new RunnerState.Idle(T0.plusSeconds(60)));
  }

  @Test
  void shouldNotBringAFailedLaunchBack() {
    Runner failed = REQUESTED.after(Script.failed(ID, POOL, LaunchFailed.Reason.NO_CAPACITY, T0));

    assertThat(failed.state()).isInstanceOf(RunnerState.NotLaunched.class);
    assertThat(all(failed, LIFE).state()).isEqualTo(failed.state());
  }

  @Provide
  Arbitrary<List<RunnerEvent>> disorder() {
    return Arbitraries.of(LIFE).list().ofMaxSize(20);
  }

  private static Runner all(Runner runner, List<RunnerEvent> events) {
    for (RunnerEvent event : events) {
      runner = runner.after(event);
    }
    return runner;
  }
}
