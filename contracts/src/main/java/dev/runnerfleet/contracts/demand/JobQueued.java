package dev.runnerfleet.contracts.demand;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.ProjectId;
import java.time.Instant;
import java.util.Set;

/**
 * A job became pending: it waits for a runner. Sent again with other tags when those first told
 * were a wrong guess.
 *
 * @param name the job's name in its pipeline, for people
 * @param refProtected whether its branch or tag is protected
 * @param seenAt when Runnerfleet first heard of it: where its own share of the wait begins
 */
public record JobQueued(
    JobId job,
    ProjectId project,
    PipelineId pipeline,
    String name,
    Set<String> tags,
    boolean refProtected,
    Instant at,
    Instant seenAt)
    implements DemandEvent {

  public JobQueued {
    tags = Set.copyOf(tags);
  }
}
