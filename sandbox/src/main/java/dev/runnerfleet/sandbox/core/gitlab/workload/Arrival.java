package dev.runnerfleet.sandbox.core.gitlab.workload;

import java.time.Duration;

/** A job to be made, and how long after the workload's start. */
public record Arrival(Duration at, JobOrder order) {}
