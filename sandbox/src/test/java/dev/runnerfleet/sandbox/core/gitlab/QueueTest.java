package dev.runnerfleet.sandbox.core.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.project.ProjectPath;
import dev.runnerfleet.sandbox.core.gitlab.runner.AccessLevel;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerScope;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class QueueTest {
  private final TestForge gitLab = new TestForge();

  @Test
  void shouldGiveProjectsTheirTurns() {
    // Given a project with many jobs that came before another's two
    for (int i = 0; i < 6; i++) {
      gitLab.job("big/app");
    }
    gitLab.job("small/app");
    gitLab.job("small/app");

    // When
    var order = new ArrayList<String>();
    for (int i = 0; i < 6; i++) {
      order.add(projectOf(gitLab.taken(gitLab.runner())));
    }

    // Then the one with fewer running jobs is served, and the older job where they are equal
    assertThat(order)
        .containsExactly("big/app", "small/app", "big/app", "small/app", "big/app", "big/app");
  }

  private String projectOf(Job job) {
    return gitLab.forge.projects().get(job.projectId()).path();
  }

  @Test
  void shouldServeAProjectAgainOnceItsJobsHaveEnded() {
    // Given a project whose only running job has ended, beside one that runs another
    Job first = gitLab.job("big/app");
    gitLab.job("small/app");
    Job waiting = gitLab.job("big/app");
    gitLab.job("small/app");
    Job taken = gitLab.taken(gitLab.runner());
    gitLab.taken(gitLab.runner());
    gitLab.finish(taken);

    // When
    Job next = gitLab.taken(gitLab.runner());

    // Then
    assertThat(taken.id()).isEqualTo(first.id());
    assertThat(next.id()).isEqualTo(waiting.id());
  }

  @Test
  void shouldGiveGroupRunnersTheOldestJobOfTheirGroup() {
    // Given
    gitLab.job("other/app");
    Job oldest = gitLab.job("demo/web/app");
    gitLab.job("demo/engine");
    var group = Objects.requireNonNull(gitLab.forge.projects().findGroup("demo"));
    var runner = gitLab.runner(new RunnerScope(RunnerType.GROUP_TYPE, group.id()));

    // When
    Job taken = gitLab.taken(runner);

    // Then
    assertThat(taken.id()).isEqualTo(oldest.id());
    assertThat(gitLab.take(runner)).isNotNull();
    assertThat(gitLab.take(runner)).isNull();
  }

  @Test
  void shouldKeepProjectRunnersToTheirProject() {
    // Given
    gitLab.job("demo/app");
    Job own = gitLab.job("demo/site");
    var project = gitLab.forge.projects().at(new ProjectPath("demo/site"), gitLab.now);
    var runner = gitLab.runner(new RunnerScope(RunnerType.PROJECT_TYPE, project.id()));

    // When
    Job taken = gitLab.taken(runner);

    // Then
    assertThat(taken.id()).isEqualTo(own.id());
    assertThat(gitLab.take(runner)).isNull();
  }

  @Test
  void shouldKeepRunnersOfProtectedRefsFromOthers() {
    // Given
    var settings = TestForge.settings(true, AccessLevel.REF_PROTECTED, "docker");
    var runner = gitLab.forge.runners().create(RunnerScope.INSTANCE, settings, gitLab.now);
    gitLab.job("demo/app", "docker");
    Job ofProtected = gitLab.protectedJob("demo/release", "docker");

    // When
    Job taken = gitLab.taken(runner);

    // Then
    assertThat(taken.id()).isEqualTo(ofProtected.id());
    assertThat(gitLab.take(runner)).isNull();
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void shouldStayQuickWithAHundredThousandJobsAndTenThousandRunners() {
    // Given
    for (int i = 0; i < 100_000; i++) {
      gitLab.job("group/project-" + i % 200, "docker", "kind-" + i % 20);
    }
    List<Job> taken = new ArrayList<>();

    // When every runner takes a job; if each looked at every job, this would last hours
    for (int i = 0; i < 10_000; i++) {
      taken.add(gitLab.taken(gitLab.runner("docker", "kind-" + i % 20)));
    }

    // Then
    assertThat(taken).doesNotHaveDuplicates();
    assertThat(gitLab.forge.jobCounts())
        .containsEntry("pending", 90_000L)
        .containsEntry("running", 10_000L);
  }
}
