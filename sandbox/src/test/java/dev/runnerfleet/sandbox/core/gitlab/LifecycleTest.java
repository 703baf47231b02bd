package dev.runnerfleet.sandbox.core.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobChanged;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.core.gitlab.job.PipelineChanged;
import dev.runnerfleet.sandbox.core.gitlab.protocol.JobReply;
import dev.runnerfleet.sandbox.core.gitlab.protocol.UpdateReply;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private final TestForge gitLab = new TestForge();

  @Test
  void shouldTellOfEachChangeInOrder() {
    // Given
    gitLab.job("demo/app");
    Job job = gitLab.taken(gitLab.runner());
    gitLab.finish(job);

    // When
    var told = gitLab.effects().stream().map(LifecycleTest::told).toList();

    // Then
    assertThat(told)
        .containsExactly(
            "job created",
            "job pending",
            "pipeline pending",
            "job running",
            "pipeline running",
            "job success",
            "pipeline success");
    assertThat(gitLab.effects()).isEmpty();
  }

  private static String told(Object effect) {
    return switch (effect) {
      case JobChanged change -> "job " + change.job().status().wireName();
      case PipelineChanged change -> "pipeline " + change.pipeline().status().wireName();
      default -> effect.toString();
    };
  }

  @Test
  void shouldBeginAStageWhenTheOneBeforeHasSucceeded() {
    // Given
    List<Job> jobs = gitLab.pipeline("demo/app", "build", "test");
    assertThat(jobs).extracting(Job::status).containsExactly(JobStatus.PENDING, JobStatus.CREATED);

    // When
    gitLab.finish(gitLab.taken(gitLab.runner()));

    // Then
    assertThat(gitLab.look(jobs.get(1)).status()).isEqualTo(JobStatus.PENDING);
  }

  @Test
  void shouldSkipWhatFollowsAFailureUntilItIsRetried() {
    // Given
    List<Job> jobs = gitLab.pipeline("demo/app", "build", "test");
    Job build = gitLab.taken(gitLab.runner());
    gitLab.forge.protocol().failed(build, build.token(), "script_failure", 1, gitLab.now);
    assertThat(gitLab.look(jobs.get(1)).status()).isEqualTo(JobStatus.SKIPPED);

    // When
    Job again = gitLab.forge.lifecycle().retry(gitLab.look(build), gitLab.now).orElseThrow();

    // Then
    assertThat(again.status()).isEqualTo(JobStatus.PENDING);
    assertThat(again.retries()).isEqualTo(1);
    assertThat(gitLab.look(jobs.get(1)).status()).isEqualTo(JobStatus.CREATED);
    assertThat(gitLab.forge.lifecycle().retry(gitLab.look(build), gitLab.now)).isEmpty();
  }

  @Test
  void shouldNotHandOutACanceledJob() {
    // Given
    Job job = gitLab.job("demo/app");

    // When
    gitLab.forge.lifecycle().cancel(job, gitLab.now);

    // Then
    assertThat(gitLab.look(job).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(gitLab.take(gitLab.runner())).isNull();
  }

  @Test
  void shouldTellTheRunnerOfACanceledJob() {
    // Given
    gitLab.job("demo/app");
    Job job = gitLab.taken(gitLab.runner());
    gitLab.forge.lifecycle().cancel(job, gitLab.now);

    // When
    var reply =
        gitLab.forge.protocol().append(gitLab.look(job), job.token(), 0, new byte[5], gitLab.now);

    // Then
    assertThat(reply).isEqualTo(new UpdateReply.NotRunning(JobStatus.CANCELED));
  }

  @Test
  void shouldLetAJobRunOnWhenItsRunnerIsDeletedAndDropItAfterAnHourOfSilence() {
    // Given
    gitLab.job("demo/app");
    Runner runner = gitLab.runner();
    Job job = gitLab.taken(runner);
    gitLab.forge.runners().delete(runner.id());
    gitLab.pass(Duration.ofMinutes(59));
    assertThat(gitLab.look(job).status()).isEqualTo(JobStatus.RUNNING);

    // When
    gitLab.pass(Duration.ofMinutes(1));

    // Then
    assertThat(gitLab.look(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(gitLab.look(job).progress().failureReason()).isEqualTo("no_updates_running");
    assertThat(gitLab.forge.isBusy("s_" + runner.id())).isFalse();
  }

  @Test
  void shouldNotDropAJobThatIsHeardOf() {
    // Given
    gitLab.job("demo/app");
    Job job = gitLab.taken(gitLab.runner());

    // When
    for (int i = 0; i < 4; i++) {
      gitLab.pass(Duration.ofMinutes(30));
      gitLab.forge.protocol().append(job, job.token(), i * 5L, new byte[5], gitLab.now);
    }

    // Then
    assertThat(gitLab.look(job).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  void shouldTakeALogOnlyInItsOrder() {
    // Given
    gitLab.job("demo/app");
    Job job = gitLab.taken(gitLab.runner());
    gitLab.forge.protocol().append(job, job.token(), 0, new byte[10], gitLab.now);

    // When
    var repeated = gitLab.forge.protocol().append(job, job.token(), 0, new byte[10], gitLab.now);

    // Then
    assertThat(repeated).isEqualTo(new UpdateReply.OutOfRange(10));
  }

  @Test
  void shouldTakeReasonsThatItDoesNotKnowForUnknown() {
    // Given
    gitLab.job("demo/app");
    Job job = gitLab.taken(gitLab.runner());

    // When
    gitLab.forge.protocol().failed(job, job.token(), "made_up_failure", null, gitLab.now);

    // Then
    assertThat(gitLab.look(job).progress().failureReason()).isEqualTo("unknown_failure");
  }

  @Test
  void shouldGiveAPausedRunnerNothingUntilItIsUnpaused() {
    // Given
    Runner runner = gitLab.runner();
    gitLab.job("demo/app");
    var settings = runner.settings();
    gitLab.forge.runners().change(runner.id(), paused(runner));
    var paused = gitLab.request(runner);
    assertThat(paused).isInstanceOf(JobReply.NoJob.class);
    String lastUpdate = ((JobReply.NoJob) paused).lastUpdate();

    // When
    gitLab.forge.runners().change(runner.id(), settings);

    // Then what it was told before does not keep it from asking the queue
    var reply =
        gitLab
            .forge
            .protocol()
            .request(runner.token(), "s_1", TestForge.info(), lastUpdate, gitLab.now);
    assertThat(reply).isInstanceOf(JobReply.Granted.class);
  }

  private static RunnerSettings paused(Runner runner) {
    var was = runner.settings();
    return new RunnerSettings(
        was.description(),
        true,
        was.locked(),
        was.runUntagged(),
        was.tags(),
        was.accessLevel(),
        was.maximumTimeout(),
        was.maintenanceNote());
  }

  @Test
  void shouldAgeRunnersThatAreNotHeardOf() {
    // Given
    gitLab.runner();
    gitLab.take(gitLab.runner());
    assertThat(gitLab.forge.runnerCounts())
        .containsEntry("online", 1L)
        .containsEntry("never_contacted", 1L);

    // When
    gitLab.pass(Duration.ofHours(2));

    // Then
    assertThat(gitLab.forge.runnerCounts())
        .containsEntry("offline", 1L)
        .containsEntry("never_contacted", 1L);
    gitLab.pass(Duration.ofDays(7));
    assertThat(gitLab.forge.runnerCounts()).containsOnly(Map.entry("stale", 2L));
  }
}
