package dev.runnerfleet.sandbox.core.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobChanged;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whatever happens in whatever order, these hold. */
class ForgeHistoryTest {
  private TestForge gitLab = new TestForge();
  private final List<Job> jobs = new ArrayList<>();
  private final List<Runner> runners = new ArrayList<>();
  private final Set<Long> granted = new HashSet<>();

  @BeforeTry
  void begin() {
    gitLab = new TestForge();
    jobs.clear();
    runners.clear();
    granted.clear();
  }

  @Property(tries = 200)
  void shouldRunAJobAtMostOnceAndCountEveryJobOnce(
      @ForAll long seed, @ForAll @IntRange(min = 10, max = 300) int steps) {
    var random = new Random(seed);
    for (int step = 0; step < steps; step++) {
      step(random);
    }

    long counted = gitLab.forge.jobCounts().values().stream().mapToLong(Long::longValue).sum();
    assertThat(counted).isEqualTo(jobs.size());
    shouldHaveToldOfForwardMovesOnly();
  }

  private void step(Random random) {
    switch (random.nextInt(7)) {
      case 0, 1 -> jobs.add(gitLab.job("demo/app-" + random.nextInt(3), tag(random)));
      case 2 -> runners.add(gitLab.runner(tag(random), tag(random)));
      case 3, 4 -> some(runners, random).forEach(this::take);
      case 5 -> some(jobs, random).forEach(job -> settle(gitLab.look(job), random));
      default -> gitLab.pass(Duration.ofMinutes(random.nextInt(20)));
    }
  }

  private static String tag(Random random) {
    return List.of("docker", "linux", "large").get(random.nextInt(3));
  }

  private static <T> List<T> some(List<T> all, Random random) {
    return all.isEmpty() ? List.of() : List.of(all.get(random.nextInt(all.size())));
  }

  private void take(Runner runner) {
    Job job = gitLab.take(runner);
    if (job != null) {
      assertThat(granted.add(job.id())).as("job %d is handed out once", job.id()).isTrue();
      assertThat(runner.settings().tags()).containsAll(job.tags());
    }
  }

  private void settle(Job job, Random random) {
    switch (random.nextInt(3)) {
      case 0 -> gitLab.forge.protocol().succeeded(job, job.token(), gitLab.now);
      case 1 -> gitLab.forge.lifecycle().cancel(job, gitLab.now);
      default -> gitLab.forge.lifecycle().retry(job, gitLab.now).ifPresent(jobs::add);
    }
  }

  private void shouldHaveToldOfForwardMovesOnly() {
    Map<Long, Set<JobStatus>> told = new HashMap<>();
    for (var effect : gitLab.effects()) {
      if (effect instanceof JobChanged change) {
        var before = told.computeIfAbsent(change.job().id(), id -> EnumSet.noneOf(JobStatus.class));
        assertThat(before).noneMatch(JobStatus::isComplete);
        assertThat(before.add(change.job().status())).isTrue();
      }
    }
    for (Job job : jobs) {
      assertThat(told.get(job.id())).contains(gitLab.look(job).status());
    }
  }
}
