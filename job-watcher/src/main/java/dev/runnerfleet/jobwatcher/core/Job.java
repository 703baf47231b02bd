package dev.runnerfleet.jobwatcher.core;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.ProjectId;

/** What never changes about a job. */
public record Job(JobId id, ProjectId project, PipelineId pipeline, String name, Ref ref) {}
