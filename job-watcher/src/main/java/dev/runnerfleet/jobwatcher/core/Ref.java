package dev.runnerfleet.jobwatcher.core;

/**
 * What a pipeline was made for.
 *
 * @param gitTag whether it is a tag in git, not a branch
 */
public record Ref(String name, boolean gitTag) {}
