package dev.runnerfleet.jobwatcher.core;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.demand.JobFinished.Outcome;
import dev.runnerfleet.jobwatcher.core.Status.Created;
import dev.runnerfleet.jobwatcher.core.Status.Finished;
import dev.runnerfleet.jobwatcher.core.Status.Pending;
import dev.runnerfleet.jobwatcher.core.Status.Running;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jobs to tell of. */
final class Jobs {

  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final GitLabRunnerId RUNNER = new GitLabRunnerId(7);
  static final Requirements DOCKER = new Requirements(Set.of("docker"), false);
  static final Requirements LARGE = new Requirements(Set.of("docker", "large"), true);

  private Jobs() {}

  static Job job(long id) {
    return new Job(
        new JobId(id), new ProjectId(42), new PipelineId(4), "build", new Ref("main", false));
  }

  static Observation created(long id) {
    return new Observation(job(id), new Created(NOON));
  }

  static Observation pending(long id) {
    return new Observation(job(id), new Pending(NOON.plusSeconds(1)));
  }

  static Observation running(long id) {
    return new Observation(job(id), new Running(RUNNER, NOON.plusSeconds(2)));
  }

  static Observation finished(long id, Outcome outcome, @Nullable GitLabRunnerId runner) {
    return new Observation(job(id), new Finished(outcome, null, runner, NOON.plusSeconds(3)));
  }
}
