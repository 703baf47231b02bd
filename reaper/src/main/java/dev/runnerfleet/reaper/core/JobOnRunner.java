package dev.runnerfleet.reaper.core;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.ProjectId;

/**
 * A job that a runner has, or had when its machine went.
 *
 * @param name in its pipeline; its retries have it too
 */
public record JobOnRunner(JobId job, ProjectId project, PipelineId pipeline, String name) {}
