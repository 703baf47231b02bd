package dev.runnerfleet.sandbox.core.gitlab.job;

/** Who runs a job: the runner, and which of its machines. */
public record Assignment(long runnerId, String systemId) {}
