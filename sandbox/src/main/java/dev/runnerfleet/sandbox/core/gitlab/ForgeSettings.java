package dev.runnerfleet.sandbox.core.gitlab;

/**
 * What can be chosen about the simulated GitLab.
 *
 * @param seed of its tokens
 * @param firstId of every kind of thing. Whoever remembers things by their ids, as Runnerfleet
 *     does, must not meet one of them again after the sandbox was started anew.
 */
public record ForgeSettings(long seed, long firstId) {}
