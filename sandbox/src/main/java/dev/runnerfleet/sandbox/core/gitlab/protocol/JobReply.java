package dev.runnerfleet.sandbox.core.gitlab.protocol;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.Pipeline;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;

/** What a runner that asks for a job gets. */
public sealed interface JobReply {

  /** A job, which runs from now on. */
  record Granted(Project project, Pipeline pipeline, Job job, Runner runner) implements JobReply {}

  /**
   * Nothing.
   *
   * @param lastUpdate while this stays the same there will be nothing
   */
  record NoJob(String lastUpdate) implements JobReply {}

  /** Nobody knows the token. */
  record UnknownRunner() implements JobReply {}
}
