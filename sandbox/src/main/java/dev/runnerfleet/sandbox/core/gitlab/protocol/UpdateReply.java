package dev.runnerfleet.sandbox.core.gitlab.protocol;

import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;

/** What a runner hears that reports on a job. */
public sealed interface UpdateReply {

  /** Taken; so much of the log is there and the job stands so. */
  record Accepted(JobStatus status, long logSize) implements UpdateReply {}

  /** The part of the log does not follow on what is there. */
  record OutOfRange(long logSize) implements UpdateReply {}

  /** The token is not this job's. */
  record WrongToken() implements UpdateReply {}

  /** The job runs no more. */
  record NotRunning(JobStatus status) implements UpdateReply {}
}
