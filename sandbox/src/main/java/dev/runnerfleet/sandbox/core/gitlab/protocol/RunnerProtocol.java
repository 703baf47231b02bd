package dev.runnerfleet.sandbox.core.gitlab.protocol;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.life.Lifecycle;
import dev.runnerfleet.sandbox.core.gitlab.project.Projects;
import dev.runnerfleet.sandbox.core.gitlab.runner.HostInfo;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runners;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** GitLab's side of the runner protocol. */
public final class RunnerProtocol {
  /** GitLab's default for {@code ci_jobs_trace_size_limit}, 100 megabytes. */
  private static final long LARGEST_LOG = 100L << 20;

  private final Projects projects;
  private final Runners runners;
  private final Lifecycle lifecycle;
  private final Traces traces = new Traces();

  public RunnerProtocol(Projects projects, Runners runners, Lifecycle lifecycle) {
    this.projects = projects;
    this.runners = runners;
    this.lifecycle = lifecycle;
  }

  public Traces traces() {
    return traces;
  }

  /** The runner that a token belongs to, whose machine is known from now on. */
  public Optional<Runner> verify(String token, String systemId, HostInfo info, Instant now) {
    Runner runner = runners.findByToken(token);
    if (runner == null) {
      return Optional.empty();
    }
    runners.heard(runner, systemId, info, now);
    return Optional.of(runner);
  }

  /** Hands out the next job, unless nothing has changed since the runner got nothing. */
  public JobReply request(
      String token, String systemId, HostInfo info, @Nullable String lastUpdate, Instant now) {
    Runner runner = verify(token, systemId, info, now).orElse(null);
    if (runner == null) {
      return new JobReply.UnknownRunner();
    }
    String update = Long.toHexString(lifecycle.arrivals() + runners.changes());
    if (runner.settings().paused() || update.equals(lastUpdate)) {
      return new JobReply.NoJob(update);
    }
    return lifecycle
        .assign(runner, systemId, now)
        .map(job -> granted(job, runner))
        .orElseGet(() -> new JobReply.NoJob(update));
  }

  private JobReply granted(Job job, Runner runner) {
    var pipeline = lifecycle.pipelines().get(job.pipelineId());
    return new JobReply.Granted(projects.get(job.projectId()), pipeline, job, runner);
  }

  /**
   * Adds a part to a job's log.
   *
   * @param offset where in the log the part begins
   */
  public UpdateReply append(Job job, String token, long offset, byte[] part, Instant now) {
    return refusal(job, token)
        .orElseGet(
            () -> {
              heard(job, now);
              if (offset != traces.size(job.id())) {
                return new UpdateReply.OutOfRange(traces.size(job.id()));
              }
              if (offset + part.length > LARGEST_LOG) {
                lifecycle.fail(job, "trace_size_exceeded", null, now);
                return new UpdateReply.WrongToken();
              }
              traces.append(job.id(), part);
              return accepted(job);
            });
  }

  /** A sign of life of a job that goes on. */
  public UpdateReply goesOn(Job job, String token, Instant now) {
    return refusal(job, token)
        .orElseGet(
            () -> {
              heard(job, now);
              return accepted(job);
            });
  }

  public UpdateReply succeeded(Job job, String token, Instant now) {
    return refusal(job, token)
        .orElseGet(
            () -> {
              heard(job, now);
              return accepted(lifecycle.succeed(job, now));
            });
  }

  /** The end of a job that failed; a reason that GitLab does not know becomes unknown. */
  public UpdateReply failed(
      Job job, String token, @Nullable String reason, @Nullable Integer exitCode, Instant now) {
    return refusal(job, token)
        .orElseGet(
            () -> {
              heard(job, now);
              String known = FailureReasons.known(reason);
              return accepted(lifecycle.fail(job, known, exitCode, now));
            });
  }

  private static Optional<UpdateReply> refusal(Job job, String token) {
    if (!job.token().equals(token)) {
      return Optional.of(new UpdateReply.WrongToken());
    }
    return job.status().isExecuting()
        ? Optional.empty()
        : Optional.of(new UpdateReply.NotRunning(job.status()));
  }

  private void heard(Job job, Instant now) {
    lifecycle.heard(job, now);
    var assignment = job.progress().assignment();
    Runner runner = assignment == null ? null : runners.find(assignment.runnerId());
    if (assignment != null && runner != null) {
      runners.heard(runner, assignment.systemId(), HostInfo.UNKNOWN, now);
    }
  }

  private UpdateReply accepted(Job job) {
    return new UpdateReply.Accepted(job.status(), traces.size(job.id()));
  }
}
