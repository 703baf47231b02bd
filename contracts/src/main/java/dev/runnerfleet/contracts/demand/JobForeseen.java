package dev.runnerfleet.contracts.demand;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.ProjectId;
import java.time.Instant;
import java.util.Set;

/**
 * A job that waits for others of its pipeline and will be queued later.
 *
 * @param expectedAt about when it will be queued
 * @param surety how surely, from 0 to 1
 */
public record JobForeseen(
    JobId job,
    ProjectId project,
    PipelineId pipeline,
    String name,
    Set<String> tags,
    boolean refProtected,
    Instant expectedAt,
    double surety,
    Instant at)
    implements DemandEvent {

  public JobForeseen {
    tags = Set.copyOf(tags);
    if (!(surety >= 0 && surety <= 1)) {
      throw new InvalidValueException("surety", surety, "a number from 0 to 1");
    }
  }
}
