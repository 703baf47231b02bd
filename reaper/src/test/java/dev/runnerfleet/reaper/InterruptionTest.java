package dev.runnerfleet.reaper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runnerfleet.contracts.runner.RunnerDraining;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.contracts.runner.RunnerInterrupted.Kind;
import dev.runnerfleet.reaper.SandboxFleet.Member;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What AWS tells of machines, in its queue and to the machines themselves. */
@QuarkusTest
class InterruptionTest extends OverTheWire {

  private static final String WARNING =
      """
      {"version":"0","id":"%s","detail-type":"EC2 Spot Instance Interruption Warning",
       "source":"aws.ec2","account":"123456789012","time":"%s","region":"us-east-1",
       "resources":[],"detail":{"instance-id":"%s","instance-action":"terminate"}}
      """;

  @Test
  void shouldGiveAMachineThatAwsMayTakeNoNewJobsAndLetItFinish() {
    // Given
    Member member = sandbox.launch(RETRIES);
    sandbox.makeJob("interruption/rebalance", member.tag(), null);
    member.takeJob();

    // When
    sandbox.order("/instances/%s/rebalance".formatted(member.instance()), null);

    // Then
    await().atMost(SOON).until(() -> sandbox.paused(member));
    assertThat(awaitTold(RunnerInterrupted.class, member))
        .extracting(RunnerInterrupted::kind, RunnerInterrupted::deadline)
        .containsExactly(Kind.REBALANCE_RECOMMENDATION, null);
    assertThat(sandbox.up(member)).isTrue();
    member.endJob(Map.of("state", "success"));
    awaitTerminated(member);
  }

  @Test
  void shouldTakeANoticeOnceAndDeleteWhatIsForeignOrCannotBeRead() {
    // Given
    Member member = sandbox.launch(LEAVES);
    Instant now = Instant.now();
    double unreadable = metric("runnerfleet_notices_total{result=\"unreadable\"");

    // When
    sandbox.sendMessage("nobody can read this");
    sandbox.sendMessage("{\"detail-type\":\"Something else\",\"time\":\"" + now + "\"}");
    sandbox.sendMessage(WARNING.formatted("e-1", now.minusSeconds(90), "i-0fffffffffffffff0"));
    sandbox.sendMessage(WARNING.formatted("e-2", now, member.instance()));
    sandbox.sendMessage(WARNING.formatted("e-2", now, member.instance()));

    // Then
    RunnerInterrupted told = awaitTold(RunnerInterrupted.class, member);
    assertThat(Duration.between(told.at(), told.deadline())).isEqualTo(Duration.ofMinutes(2));
    await().atMost(SOON).until(() -> sandbox.messagesLeft() == 0);
    assertThat(told(RunnerInterrupted.class, member)).hasSize(1);
    assertThat(metric("runnerfleet_notices_total{result=\"unreadable\"")).isEqualTo(unreadable + 2);
    assertThat(metrics()).contains("runnerfleet_notice_delay_seconds_count");
  }

  @Test
  void shouldTellOnceOfANoticeThatComesByTheQueueAndFromTheMachine() {
    // Given
    Member first = sandbox.launch(LEAVES);
    Member last = sandbox.launch(LEAVES);
    Instant now = Instant.now();
    Instant end = now.plusSeconds(120);
    await().atMost(SOON).until(() -> first.report(Kind.SPOT_INTERRUPTION, end) == 204);

    // When
    sandbox.sendMessage(WARNING.formatted("e-3", now, first.instance()));
    sandbox.sendMessage(WARNING.formatted("e-4", now, last.instance()));
    awaitTold(RunnerInterrupted.class, last);
    assertThat(last.report(Kind.SPOT_INTERRUPTION, end.minusSeconds(1))).isEqualTo(204);
    assertThat(last.report(Kind.SPOT_INTERRUPTION, end)).isEqualTo(204);

    // Then
    for (Member member : List.of(first, last)) {
      awaitTold(RunnerDraining.class, member);
      awaitTerminated(member);
      assertThat(told(RunnerInterrupted.class, member)).hasSize(1);
      assertThat(told(RunnerDraining.class, member)).hasSize(1);
    }
  }
}
