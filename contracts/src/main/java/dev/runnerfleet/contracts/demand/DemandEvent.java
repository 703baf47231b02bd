package dev.runnerfleet.contracts.demand;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import java.time.Instant;

/**
 * Something that GitLab's queue did. A job only moves forward: foreseen, queued, started, finished.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = JobForeseen.class, name = "JobForeseen"),
  @JsonSubTypes.Type(value = JobQueued.class, name = "JobQueued"),
  @JsonSubTypes.Type(value = JobRetried.class, name = "JobRetried"),
  @JsonSubTypes.Type(value = JobStarted.class, name = "JobStarted"),
  @JsonSubTypes.Type(value = JobFinished.class, name = "JobFinished")
})
public sealed interface DemandEvent
    permits JobForeseen, JobQueued, JobRetried, JobStarted, JobFinished {

  JobId job();

  ProjectId project();

  /** When it happened, by GitLab's clock where GitLab says so. */
  Instant at();
}
