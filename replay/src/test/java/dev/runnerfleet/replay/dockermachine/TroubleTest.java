package dev.runnerfleet.replay.dockermachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.replay.outcome.Outcome;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.trace.TracedJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What befalls a runner manager: its own end, and AWS's refusals. */
class TroubleTest {

  private static final String ON_DEMAND = "IdleCount = 0\nIdleTime = 600";

  @Test
  void shouldRunJobsAgainThatARestartCutsShort() {
    // Given: ten jobs that run when the manager ends, and ten that wait for their machines
    List<TracedJob> jobs = new ArrayList<>();
    IntStream.range(0, 10).forEach(i -> jobs.add(Given.job(0, 300)));
    IntStream.range(0, 10).forEach(i -> jobs.add(Given.job(150, 300)));

    // When
    Outcome outcome =
        Given.replay(
            new Trace("restart", jobs),
            Given.config(ON_DEMAND, 1),
            restarts(Duration.ofMinutes(3)));

    // Then: each is counted once, and no machine that was whole is lost
    assertThat(outcome.jobs().ended()).isEqualTo(20);
    assertThat(outcome.jobs().redone()).isEqualTo(10);
    assertThat(outcome.waits().count()).isEqualTo(20);
    assertThat(outcome.time().lost()).isBetween(Duration.ofSeconds(1000), Duration.ofMinutes(20));
    assertThat(outcome.launches()).isBetween(25L, 35L);
  }

  @Test
  void shouldThrowAwayIdleMachinesOnARestartWhereEachIsForOneJob() {
    // Given: five machines kept idle, of which only one has a job before the end
    String config = Given.config("IdleCount = 5\nIdleTime = 600\nMaxBuilds = 1", 1);
    Trace trace = new Trace("quiet", List.of(Given.job(0, 60), Given.job(3600, 60)));

    // When
    Outcome calm = Given.replay(trace, config);
    Outcome restarted = Given.replay(trace, config, restarts(Duration.ofMinutes(30)));

    // Then
    assertThat(restarted.launches()).isEqualTo(calm.launches() + 5);
  }

  @Test
  void shouldComeToTheSameTwiceThoughItIsRestarted() {
    Trace trace = Given.burst(30, 500);
    Trouble trouble = restarts(Duration.ofSeconds(100), Duration.ofSeconds(200));

    Outcome one = Given.replay(trace, Given.config(ON_DEMAND, 10), trouble);
    Outcome other = Given.replay(trace, Given.config(ON_DEMAND, 10), trouble);

    assertThat(one.launches()).isEqualTo(other.launches());
    assertThat(one.waits().meanSeconds()).isEqualTo(other.waits().meanSeconds());
    assertThat(one.money()).isEqualTo(other.money());
  }

  @Test
  void shouldThrottleNothingUnlessThatIsAsked() {
    // When
    Outcome outcome = Given.replay(Given.burst(200, 300), Given.config(ON_DEMAND, 10));

    // Then: thirteen calls for each launch beside the launch itself
    assertThat(outcome.callsRefused()).isZero();
    assertThat(outcome.launches()).isEqualTo(200);
    assertThat(outcome.callsMade()).isGreaterThanOrEqualTo(200 * 14);
  }

  @Test
  void shouldJudgeHealthyMachinesUnreachableWhereAwsThrottlesItsCalls() {
    // Given: 60 machines kept idle, found out again every five minutes, and more created all the
    // time
    String config = Given.config("IdleCount = 60\nIdleTime = 600\nMaxBuilds = 1", 10);
    List<TracedJob> jobs = new ArrayList<>();
    IntStream.range(0, 3600).forEach(i -> jobs.add(Given.job(i / 2, 30)));
    Trace trace = new Trace("steady", jobs);

    // When
    Outcome calm = Given.replay(trace, config);
    Outcome few = Given.replay(trace, config, throttled(13));
    Outcome many = Given.replay(trace, config, throttled(34));

    // Then: deleted and created again, the more the more calls a launch takes
    assertThat(calm.callsRefused()).isZero();
    assertThat(refused(many)).isGreaterThan(refused(few));
    assertThat(many.launches()).isGreaterThan(many.jobs().ended() + 100L);
    assertThat(many.waits().meanSeconds()).isGreaterThan(calm.waits().meanSeconds());
    assertThat(many.jobs().ended() + many.jobs().failed()).isEqualTo(3600);
  }

  private static int refused(Outcome outcome) {
    return outcome.calls().stream()
        .filter(each -> each.action().equals("DescribeInstances"))
        .mapToInt(Outcome.Calls::refused)
        .sum();
  }

  private static Trouble restarts(Duration... after) {
    return new Trouble(List.of(after), OptionalInt.empty());
  }

  private static Trouble throttled(int describes) {
    return new Trouble(List.of(), OptionalInt.of(describes));
  }
}
