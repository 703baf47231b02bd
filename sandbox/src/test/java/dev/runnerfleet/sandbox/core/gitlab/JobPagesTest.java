package dev.runnerfleet.sandbox.core.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;
import org.jspecify.annotations.Nullable;

class JobPagesTest {
  private static final Set<JobStatus> ALL = EnumSet.allOf(JobStatus.class);

  private TestForge gitLab = new TestForge();

  @BeforeTry
  void begin() {
    gitLab = new TestForge();
  }

  @Property(tries = 100)
  void shouldCoverEveryJobOnceByKeyset(
      @ForAll @IntRange(max = 60) int count,
      @ForAll @IntRange(max = 30) int running,
      @ForAll @IntRange(min = 1, max = 25) int perPage,
      @ForAll boolean ascending) {
    long project = given(count, running);

    var seen = new ArrayList<Long>();
    Long beyond = null;
    List<Job> page = page(project, ascending, beyond, perPage);
    while (!page.isEmpty()) {
      page.forEach(job -> seen.add(job.id()));
      beyond = seen.getLast();
      page = page(project, ascending, beyond, perPage);
    }

    assertThat(seen)
        .hasSize(count + 1)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(ascending ? Comparator.naturalOrder() : Comparator.reverseOrder());
  }

  private long given(int count, int running) {
    Job first = gitLab.job("demo/app");
    for (int i = 0; i < count; i++) {
      gitLab.job("demo/app");
      gitLab.job("demo/other", "elsewhere");
    }
    for (int i = 0; i < Math.min(running, count); i++) {
      gitLab.taken(gitLab.runner());
    }
    return first.projectId();
  }

  private List<Job> page(long project, boolean ascending, @Nullable Long beyond, int limit) {
    return gitLab.forge.jobs().page(project, ALL, ascending, beyond, 0, limit);
  }
}
