package dev.runnerfleet.contracts.demand;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import java.time.Instant;

/**
 * A job's machine went, and Runnerfleet had GitLab retry the job: {@code job} is the new one, which
 * GitLab queues like any other and which is told of as queued besides, before this or after.
 *
 * @param of the job that lost its machine
 * @param retries how often the work has been retried for such a reason, this time counted; from 1
 */
public record JobRetried(JobId job, ProjectId project, JobId of, int retries, Instant at)
    implements DemandEvent {

  public JobRetried {
    if (retries < 1) {
      throw new InvalidValueException("retries", retries, "a number from 1");
    }
  }
}
