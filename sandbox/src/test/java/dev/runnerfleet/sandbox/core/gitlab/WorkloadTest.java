package dev.runnerfleet.sandbox.core.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.project.ProjectPath;
import dev.runnerfleet.sandbox.core.gitlab.workload.Arrival;
import dev.runnerfleet.sandbox.core.gitlab.workload.Arrivals;
import dev.runnerfleet.sandbox.core.gitlab.workload.Durations;
import dev.runnerfleet.sandbox.core.gitlab.workload.JobGroup;
import dev.runnerfleet.sandbox.core.gitlab.workload.JobOrder;
import dev.runnerfleet.sandbox.core.gitlab.workload.WorkloadPlan;
import dev.runnerfleet.sandbox.core.gitlab.workload.WorkloadProgress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final JobOrder ORDER =
      new JobOrder(new ProjectPath("demo/app"), "main", null, List.of("docker"), TestForge.SHORT);

  private final TestForge gitLab = new TestForge();

  private WorkloadProgress progress(String id) {
    return gitLab.forge.workloads().progress(id).orElseThrow();
  }

  private static JobGroup group(int count, Arrivals arrivals) {
    var durations = new Durations(Duration.ofSeconds(5), Duration.ofSeconds(20));
    return new JobGroup(ORDER, count, arrivals, durations);
  }

  @Test
  void shouldMakeJobsWhenTheyAreDue() {
    // Given
    var every = new Arrivals.Steady(Duration.ofSeconds(5), Duration.ofSeconds(10));
    var plan = JobGroup.plan("steady", 1, List.of(group(3, every)));
    String id = gitLab.forge.workloads().start(plan, gitLab.now).id();
    assertThat(progress(id).made()).isZero();

    // When
    gitLab.pass(Duration.ofSeconds(15));

    // Then
    assertThat(progress(id).made()).isEqualTo(2);
    assertThat(progress(id).pending()).isEqualTo(2);
    assertThat(progress(id).done()).isFalse();
  }

  @Test
  void shouldBeDoneWhenTheLastAttemptOfEveryJobHasEnded() {
    // Given a workload of one job that was cancelled and retried
    var plan = JobGroup.plan("once", 1, List.of(group(1, new Arrivals.Burst(Duration.ZERO))));
    String id = gitLab.forge.workloads().start(plan, gitLab.now).id();
    Job first = gitLab.taken(gitLab.runner("docker"));
    Job canceled = gitLab.forge.lifecycle().cancel(first, gitLab.now);
    gitLab.forge.lifecycle().retry(canceled, gitLab.now);
    assertThat(progress(id).done()).isFalse();

    // When
    gitLab.finish(gitLab.taken(gitLab.runner("docker")));

    // Then
    assertThat(progress(id).done()).isTrue();
    assertThat(progress(id).succeeded()).isEqualTo(1);
    assertThat(progress(id).finished()).isEqualTo(1);
  }

  @Test
  void shouldPlanTheSameForTheSameSeed() {
    // Given
    var groups = List.of(group(20, new Arrivals.Scattered(Duration.ZERO, Duration.ofMinutes(1))));

    // When
    WorkloadPlan plan = JobGroup.plan("one", 7, groups);

    // Then
    assertThat(JobGroup.plan("one", 7, groups)).isEqualTo(plan);
    assertThat(JobGroup.plan("one", 8, groups)).isNotEqualTo(plan);
    assertThat(plan.arrivals())
        .extracting(Arrival::at)
        .isSorted()
        .allMatch(at -> at.compareTo(Duration.ofMinutes(1)) < 0);
  }
}
