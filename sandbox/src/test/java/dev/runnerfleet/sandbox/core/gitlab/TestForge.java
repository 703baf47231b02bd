package dev.runnerfleet.sandbox.core.gitlab;

import dev.runnerfleet.sandbox.core.effect.Effect;
import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobPlan;
import dev.runnerfleet.sandbox.core.gitlab.job.Work;
import dev.runnerfleet.sandbox.core.gitlab.project.ProjectPath;
import dev.runnerfleet.sandbox.core.gitlab.protocol.JobReply;
import dev.runnerfleet.sandbox.core.gitlab.runner.AccessLevel;
import dev.runnerfleet.sandbox.core.gitlab.runner.HostInfo;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerScope;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerSettings;
import dev.runnerfleet.sandbox.core.gitlab.workload.JobOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A GitLab in virtual time, with words for what the tests do to it. */
final class TestForge {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Work SHORT = new Work.Lasting(Duration.ofSeconds(10));

  final Forge forge = new Forge(new ForgeSettings(7, 1));
  Instant now = START;

  TestForge() {
    forge.advance(now);
  }

  void pass(Duration time) {
    now = now.plus(time);
    forge.advance(now);
  }

  Job job(String project, String... tags) {
    return forge.maker().make(order(project, null, tags), now);
  }

  Job protectedJob(String project, String... tags) {
    return forge.maker().make(order(project, true, tags), now);
  }

  private static JobOrder order(String project, @Nullable Boolean isProtected, String... tags) {
    return new JobOrder(new ProjectPath(project), "main", isProtected, List.of(tags), SHORT);
  }

  /** A pipeline of stages with a job in each. */
  List<Job> pipeline(String project, String... stages) {
    var made = forge.projects().at(new ProjectPath(project), now);
    var branch = forge.projects().branch(made.id(), "main", null);
    var plans =
        List.of(stages).stream()
            .map(stage -> new JobPlan("job of " + stage, stage, List.of(), SHORT))
            .toList();
    return forge.lifecycle().create(made, branch, plans, now);
  }

  static RunnerSettings settings(boolean runUntagged, AccessLevel access, String... tags) {
    return new RunnerSettings(
        "a runner", false, false, runUntagged, List.of(tags), access, null, null);
  }

  Runner runner(String... tags) {
    return runner(RunnerScope.INSTANCE, tags);
  }

  Runner runner(RunnerScope scope, String... tags) {
    var settings = settings(true, AccessLevel.NOT_PROTECTED, tags);
    return forge.runners().create(scope, settings, now);
  }

  JobReply request(Runner runner) {
    return forge.protocol().request(runner.token(), "s_" + runner.id(), info(), null, now);
  }

  static HostInfo info() {
    return new HostInfo("19.4.0", "abc", "linux", "amd64");
  }

  /** The job that the runner gets, or null. */
  @Nullable Job take(Runner runner) {
    return request(runner) instanceof JobReply.Granted granted ? granted.job() : null;
  }

  /** The job that the runner must get. */
  Job taken(Runner runner) {
    return Objects.requireNonNull(take(runner));
  }

  void finish(Job job) {
    forge.protocol().succeeded(job, job.token(), now);
  }

  Job look(Job job) {
    return forge.jobs().get(job.id());
  }

  List<Effect> effects() {
    return forge.takeEffects();
  }
}
