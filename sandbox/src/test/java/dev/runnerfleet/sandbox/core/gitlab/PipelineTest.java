package dev.runnerfleet.sandbox.core.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobPlan;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.core.gitlab.plan.Conduct;
import dev.runnerfleet.sandbox.core.gitlab.plan.Retry;
import dev.runnerfleet.sandbox.core.gitlab.plan.When;
import dev.runnerfleet.sandbox.core.gitlab.project.ProjectPath;
import dev.runnerfleet.sandbox.core.gitlab.runner.HostInfo;
import dev.runnerfleet.sandbox.core.gitlab.workload.PipelineOrder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private static final Retry ONCE = new Retry(1, Set.of("script_failure"), Set.of());

  private final TestForge gitLab = new TestForge();

  private static JobPlan plan(String name, String stage, Conduct conduct) {
    return new JobPlan(name, stage, List.of(), TestForge.SHORT, conduct);
  }

  private static Conduct conduct(@Nullable List<String> needs, When when) {
    return new Conduct(needs, when, Duration.ofMinutes(5), false, Retry.NEVER);
  }

  private List<Job> pipeline(JobPlan... plans) {
    var path = new ProjectPath("demo/pipeline");
    var stages = List.of(plans).stream().map(JobPlan::stage).distinct().toList();
    var order = new PipelineOrder(path, "main", null, stages, List.of(plans));
    return gitLab.forge.maker().make(order, gitLab.now);
  }

  private List<JobStatus> statuses(List<Job> jobs) {
    return jobs.stream().map(job -> gitLab.look(job).status()).toList();
  }

  private void fail(Job job) {
    gitLab.forge.protocol().failed(job, job.token(), "script_failure", 1, gitLab.now);
  }

  @Test
  void shouldBeginAJobOnceWhatItNeedsHasSucceeded() {
    // Given
    List<Job> jobs =
        pipeline(
            plan("build", "build", Conduct.ORDINARY),
            plan("lint", "build", Conduct.ORDINARY),
            plan("test", "test", conduct(List.of("build"), When.ON_SUCCESS)),
            plan("scan", "test", conduct(List.of(), When.ON_SUCCESS)),
            plan("deploy", "deploy", Conduct.ORDINARY));
    assertThat(statuses(jobs))
        .containsExactly(
            JobStatus.PENDING,
            JobStatus.PENDING,
            JobStatus.CREATED,
            JobStatus.PENDING,
            JobStatus.CREATED);

    // When
    gitLab.finish(gitLab.taken(gitLab.runner()));

    // Then
    assertThat(statuses(jobs).get(2)).isEqualTo(JobStatus.PENDING);
    assertThat(statuses(jobs).get(4)).isEqualTo(JobStatus.CREATED);
  }

  @Test
  void shouldRunWhatIsForFailuresAndSkipTheRest() {
    // Given
    List<Job> jobs =
        pipeline(
            plan("build", "build", Conduct.ORDINARY),
            plan("test", "test", Conduct.ORDINARY),
            plan("tell", "after", conduct(null, When.ON_FAILURE)),
            plan("clean", "after", conduct(null, When.ALWAYS)));

    // When
    fail(gitLab.taken(gitLab.runner()));

    // Then
    assertThat(statuses(jobs))
        .containsExactly(JobStatus.FAILED, JobStatus.SKIPPED, JobStatus.PENDING, JobStatus.PENDING);
  }

  @Test
  void shouldGoOnAfterAFailureThatIsAllowed() {
    // Given
    var allowed = new Conduct(null, When.ON_SUCCESS, Duration.ZERO, true, Retry.NEVER);
    List<Job> jobs =
        pipeline(plan("lint", "lint", allowed), plan("test", "test", Conduct.ORDINARY));

    // When
    fail(gitLab.taken(gitLab.runner()));

    // Then
    assertThat(statuses(jobs)).containsExactly(JobStatus.FAILED, JobStatus.PENDING);
    gitLab.finish(gitLab.taken(gitLab.runner()));
    var pipeline = gitLab.forge.pipelines().get(jobs.getFirst().pipelineId());
    assertThat(pipeline.status()).isEqualTo(JobStatus.SUCCESS);
  }

  @Test
  void shouldLetManualJobsWaitForSomebodyAndDelayedOnesForTheirTime() {
    // Given
    List<Job> jobs =
        pipeline(
            plan("deploy", "test", conduct(null, When.MANUAL)),
            plan("later", "test", conduct(null, When.DELAYED)));
    assertThat(statuses(jobs)).containsExactly(JobStatus.MANUAL, JobStatus.SCHEDULED);

    // When
    gitLab.pass(Duration.ofMinutes(5));
    gitLab.forge.lifecycle().play(gitLab.look(jobs.getFirst()), gitLab.now);

    // Then
    assertThat(statuses(jobs)).containsExactly(JobStatus.PENDING, JobStatus.PENDING);
  }

  @Test
  void shouldRetryAFailedJobAsOftenAsItsPlanSays() {
    // Given
    var retried = new Conduct(null, When.ON_SUCCESS, Duration.ZERO, false, ONCE);
    List<Job> jobs =
        pipeline(plan("test", "test", retried), plan("deploy", "deploy", Conduct.ORDINARY));

    // When
    fail(gitLab.taken(gitLab.runner()));

    // Then the next stage waits on, and a second failure is the last
    Job first = gitLab.look(jobs.getFirst());
    assertThat(first.isLatest()).isFalse();
    assertThat(statuses(jobs)).containsExactly(JobStatus.FAILED, JobStatus.CREATED);
    Job again = gitLab.taken(gitLab.runner());
    assertThat(again.id()).isEqualTo(first.retriedAs());
    fail(again);
    assertThat(gitLab.take(gitLab.runner())).isNull();
    assertThat(statuses(jobs).get(1)).isEqualTo(JobStatus.SKIPPED);
  }

  @Test
  void shouldWaitForARunnerThatCancelsGracefully() {
    // Given
    gitLab.job("demo/app");
    var runner = gitLab.runner();
    String systemId = "s_" + runner.id();
    gitLab.forge.runners().heard(runner, systemId, graceful(), gitLab.now);
    Job job = gitLab.forge.lifecycle().assign(runner, systemId, gitLab.now).orElseThrow();

    // When
    Job canceling = gitLab.forge.lifecycle().cancel(job, gitLab.now);

    // Then
    assertThat(canceling.status()).isEqualTo(JobStatus.CANCELING);
    assertThat(gitLab.forge.isBusy("s_" + runner.id())).isTrue();
    fail(canceling);
    assertThat(gitLab.look(job).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(gitLab.forge.isBusy("s_" + runner.id())).isFalse();
  }

  private static HostInfo graceful() {
    return new HostInfo("19.4.0", "abc", "linux", "amd64", true);
  }

  @Test
  void shouldDropWhatNoRunnerThatIsOnlineCouldTake() {
    // Given
    Job orphan = gitLab.job("demo/app", "nobody");
    gitLab.job("demo/app");
    gitLab.take(gitLab.runner());

    // When
    gitLab.pass(Duration.ofMinutes(59));
    gitLab.pass(Duration.ofHours(1));

    // Then
    assertThat(gitLab.look(orphan).progress().failureReason())
        .isEqualTo("stuck_pending_no_matching_runners");
  }
}
