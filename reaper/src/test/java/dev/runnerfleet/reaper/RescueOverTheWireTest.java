package dev.runnerfleet.reaper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.demand.JobRetried;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.reaper.SandboxFleet.Member;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of jobs whose machine goes. */
@QuarkusTest
class RescueOverTheWireTest extends OverTheWire {

  /** So much of AWS's two minutes is over when it tells; what is left is enough to look twice. */
  private static final Map<String, String> LATE = Map.of("late", "PT105S");

  @Test
  void shouldPauseAtOnceAndRetryTheJobShortlyBeforeAwsTakesTheMachine() {
    // Given
    Member member = sandbox.launch(RETRIES);
    long job = take(member, "rescue/retried");

    // When
    interrupt(member, LATE);

    // Then
    await().atMost(SOON).until(() -> sandbox.paused(member));
    awaitRescue(job, "Retried");
    assertThat(sandbox.jobStatus("rescue/retried", job)).isEqualTo("canceled");
    RunnerInterrupted told =
        told(RunnerInterrupted.class, member).stream()
            .filter(event -> event.deadline() != null)
            .findFirst()
            .orElseThrow();
    assertThat(Duration.between(sandbox.jobEnd("rescue/retried", job), told.deadline()))
        .isLessThanOrEqualTo(Duration.ofSeconds(11));
    assertThat(sandbox.jobs("rescue/retried").getList("findAll { it.status == 'pending' }"))
        .hasSize(1);
    awaitTerminated(member);
    assertThat(sandbox.registered(member)).isFalse();
  }

  @Test
  void shouldLeaveAJobAloneThatSomebodyCanceledJustBeforeOurOrderTookEffect() {
    // Given: GitLab takes its time over our order
    Member member = sandbox.launch(RETRIES);
    long job = take(member, "rescue/overtaken");
    String slow =
        sandbox.fault(
            "slow-gitlab",
            Map.of(
                "methods", List.of("POST"),
                "paths", List.of("/projects/*/jobs/%d/cancel".formatted(job)),
                "by", "PT3S"));

    // When
    interrupt(member, Map.of("late", "PT109S"));
    await().atMost(SOON).until(() -> sandbox.strikes(slow) >= 1);
    sandbox.cancelPipeline("rescue/overtaken", job);

    // Then
    awaitOutcome(job, "CANCELED");
    assertThat(sandbox.jobs("rescue/overtaken").getList("id")).hasSize(1);
  }

  @Test
  void shouldRetryAJobThatItsMachineAbortedAndLeaveThoseOfPoolsThatDoNotWantIt() {
    // Given
    Member one = sandbox.launch(RETRIES);
    Member other = sandbox.launch(LEAVES);
    long retried = take(one, "rescue/one");
    long left = take(other, "rescue/other");
    interrupt(one, Map.of());
    interrupt(other, Map.of());
    awaitRescue(retried, "Watched");
    awaitRescue(left, "Watched");

    // When
    one.endJob(LOST);
    other.endJob(LOST);

    // Then
    awaitOutcome(left, "NOT_WANTED");
    awaitRescue(retried, "Retried");
    assertThat(sandbox.jobs("rescue/other").getList("id")).hasSize(1);
    assertThat(sandbox.jobs("rescue/one").getList("id")).hasSize(2);
  }

  @Test
  void shouldNeverRetryWhatWasCanceledOrWhatThePipelineRetriesItself() {
    // Given
    Member one = sandbox.launch(RETRIES);
    Member other = sandbox.launch(RETRIES);
    long canceled = take(one, "rescue/canceled");
    long own = sandbox.makeJob("rescue/own", other.tag(), Map.of("max", 1));
    other.takeJob();
    interrupt(one, Map.of());
    interrupt(other, Map.of());
    awaitRescue(canceled, "Watched");
    awaitRescue(own, "Watched");

    // When
    sandbox.cancelPipeline("rescue/canceled", canceled);
    other.endJob(LOST);

    // Then
    awaitOutcome(canceled, "CANCELED");
    awaitOutcome(own, "RETRIED_ELSEWHERE");
    assertThat(sandbox.jobs("rescue/canceled").getList("id")).hasSize(1);
    assertThat(sandbox.jobs("rescue/own").getList("id")).hasSize(2);
  }

  @Test
  void shouldRetryAtMostTwiceAndTellTheScalerOfEach() {
    // Given
    long job = sandbox.makeJob("rescue/often", "shared-" + RETRIES, null);

    // When
    List<Long> taken = new ArrayList<>();
    for (int attempt = 0; attempt < 3; attempt++) {
      Member member = sandbox.launch(RETRIES);
      taken.add(member.takeJob());
      interrupt(member, Map.of());
      awaitRescue(taken.getLast(), "Watched");
      member.endJob(LOST);
      if (attempt == 2) {
        awaitOutcome(taken.getLast(), "RETRIED_ENOUGH");
      } else {
        awaitRescue(taken.getLast(), "Retried");
      }
    }

    // Then
    assertThat(taken).startsWith(job).hasSize(3);
    assertThat(sandbox.jobs("rescue/often").getList("id", Long.class))
        .containsExactlyInAnyOrderElementsOf(taken);
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThat(fleet.retried())
                    .extracting(JobRetried::job, JobRetried::of, JobRetried::retries)
                    .contains(
                        tuple(new JobId(taken.get(1)), new JobId(taken.get(0)), 1),
                        tuple(new JobId(taken.get(2)), new JobId(taken.get(1)), 2)));
  }

  @Test
  void shouldSettleTheJobOfAMachineThatSomebodyTerminatesInTheConsole() {
    // Given
    Member member = sandbox.launch(RETRIES);
    long job = take(member, "rescue/console");

    // When
    sandbox.order("/instances/%s/kill".formatted(member.instance()), null);

    // Then
    awaitTerminated(member);
    assertThat(sandbox.registered(member)).isFalse();
    awaitRescue(job, "Retried");
  }

  private long take(Member member, String project) {
    long job = sandbox.makeJob(project, member.tag(), null);
    assertThat(member.takeJob()).isEqualTo(job);
    return job;
  }

  private void interrupt(Member member, Map<String, String> how) {
    sandbox.order("/instances/%s/interrupt".formatted(member.instance()), how);
  }
}
